import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport } from '../../review/changes/change-report.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

const project = (id: string): string => `project_id: ${id}\nproject_name: ${id}\n`;
const secret = (name: string, access: 'granted' | 'missing') => ({
  name,
  kind: 'single',
  fields: [],
  description: '',
  access,
  updatedAt: '2026-01-01T00:00:00.000Z',
});
const catalogOf = (agentId: string) => ({
  agentId,
  agentName: agentId,
  complete: true,
  secrets: [secret('pay_key', 'granted'), secret('crm_key', 'missing')],
});
const reading = (name: string, more = ''): string =>
  `def f(conv):\n    key = conv.utils.get_secret("${name}")\n${more}    return None\n`;

let cli: string;
let workspace: TemporaryWorkspace;
beforeAll(async () => {
  cli = await bundle('cli');
});
beforeEach(() => {
  workspace = new TemporaryWorkspace('');
  write('a/project.yaml', project('A'));
  write('a/functions/pay.py', reading('pay_key'));
  write('b/project.yaml', project('B'));
  write('b/functions/pay.py', reading('pay_key'));
  write('catalog.json', catalogFile());
  git('init', '--quiet', '--initial-branch=main');
  commit();
  git('checkout', '--quiet', '-b', 'feature');
});
afterEach(() => workspace[Symbol.dispose]());

function catalogFile(change: (text: string) => string = (text) => text): string {
  const agents = ['A', 'B'].map((id) => catalogOf(id));
  return change(JSON.stringify({ version: 1, asOf: new Date().toISOString(), agents }, null, 2));
}

function write(file: string, text: string | Uint8Array): void {
  mkdirSync(path.dirname(workspace.path(file)), { recursive: true });
  writeFileSync(workspace.path(file), text);
}

function git(...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Ann',
    '-c',
    'user.email=ann@example.com',
    '-c',
    'protocol.file.allow=always',
  ];
  return execFileSync('git', [...identity, ...args], { cwd: workspace.root, encoding: 'utf8' }).trim();
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--message=change');
}

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function check(args: readonly string[], cwd = workspace.root, env: Record<string, string> = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'check', ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: workspace.root, GIT_CONFIG_NOSYSTEM: '1', ...env },
  });
  return { code: status, stdout, stderr };
}

const diff = (range: string, ...more: readonly string[]): Run =>
  check(['--diff', range, '--catalog', 'catalog.json', '--format', 'json', ...more]);

const reportOf = ({ stdout }: Run): ChangeReport => JSON.parse(stdout) as ChangeReport;

/** The sizes of all lists. */
const sizes = ({ needs, new: added, dynamic, suppressions, gone, catalog }: ChangeReport) =>
  [needs, added, dynamic, suppressions, gone, catalog].map(({ length }) => length);

describe('a change of two agents', () => {
  beforeEach(() => {
    for (const id of ['a', 'b']) {
      const code = '    print(key)\n    print(key)  # agent-secrets: ignore[secret-in-log] for a day\n';
      write(`${id}/functions/new.py`, reading('crm_key', code));
    }
  });
  const pathsOf = (entries: readonly { readonly path: string }[]): readonly string[] =>
    entries.map((one) => one.path);

  it('is limited to one of them, except for its suppressions', () => {
    const run = diff('main', '--agent', 'B');
    const { needs, new: added, suppressions } = reportOf(run);
    expect(needs).toMatchObject([{ agent: 'B', secret: 'crm_key' }]);
    expect(new Set(pathsOf(added))).toEqual(new Set(['b/functions/new.py']));
    expect(pathsOf(suppressions)).toEqual(['a/functions/new.py', 'b/functions/new.py']);
    expect(run.code).toBe(1);
  });

  it('is limited to one rule, except for its suppressions', () => {
    const { new: added, suppressions } = reportOf(diff('main', '--rule', 'secret-access-missing'));
    expect(added.map(({ rule }) => rule)).toEqual(['secret-access-missing', 'secret-access-missing']);
    expect(suppressions).toHaveLength(2);
    expect(diff('main', '--rule', 'secret-not-found').code).toBe(0);
  });

  it('may add as many warnings as --max-warnings allows', () => {
    const warnings = reportOf(diff('main')).new.filter(({ severity }) => severity === 'warning').length;
    expect(diff('main', '--max-warnings', String(warnings)).code).toBe(0);
    expect(diff('main', '--max-warnings', String(warnings - 1)).code).toBe(1);
  });

  it('is not reported as clean for an agent that does not exist', () => {
    const run = diff('main', '--agent', 'TYPO');
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: No file to check belongs to the agent "TYPO". Agents found: A, B.\n',
    });
  });

  it('is clean for an agent that it does not affect', () => {
    write('c/project.yaml', project('C'));
    write('c/functions/x.py', 'x = 1\n');
    git('add', 'c');
    git('commit', '--quiet', '--message=c');
    git('branch', '--force', 'main');
    expect(diff('main', '--agent', 'C')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the age of the snapshot', () => {
  it.each([
    [3, 'note: catalog.json is 3 days old.\n'],
    [54, 'warning: catalog.json is 54 days old, so findings may be wrong.'],
  ])('of %i days is reported with a change', (age, note) => {
    const asOf = new Date(Date.now() - age * 86_400_000).toISOString();
    write(
      'catalog.json',
      catalogFile((text) => text.replace(/"asOf": "[^"]*"/, `"asOf": "${asOf}"`)),
    );
    expect(JSON.parse(diff('main').stdout)).toMatchObject({ snapshot: { asOf, ageDays: age } });
    expect(check(['--diff', 'main', '--catalog', 'catalog.json']).stderr).toContain(note);
  });
});

describe('a change', () => {
  it('that changes nothing reports nothing', () => {
    const run = diff('main');
    expect(sizes(reportOf(run))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(run.code).toBe(0);
  });

  it('that moves lines, functions and files reports nothing', () => {
    write('a/functions/log.py', reading('crm_key', '    print(key)\n'));
    commit();
    git('branch', '--force', 'main');
    write('a/functions/log.py', `# A comment\n\n${reading('crm_key', '    print(key)\n')}`);
    renameSync(workspace.path('a/functions/log.py'), workspace.path('a/functions/show.py'));
    expect(sizes(reportOf(diff('main')))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('needs access, adds findings and silences one, committed or not', () => {
    const code = reading(
      'crm_key',
      '    print(key)  # agent-secrets: ignore[secret-in-log] for a day\n    print(key)\n',
    );
    write('a/functions/new.py', code);
    const onDisk = reportOf(diff('main'));
    expect(onDisk.needs).toEqual([
      { agent: 'A', secret: 'crm_key', access: 'missing', path: 'a/functions/new.py', line: 2 },
    ]);
    expect(onDisk.new.map(({ rule, line }) => [rule, line])).toEqual([
      ['secret-access-missing', 2],
      ['secret-in-log', 4],
    ]);
    expect(onDisk.suppressions).toMatchObject([{ line: 3, reason: 'for a day', rules: ['secret-in-log'] }]);
    commit();
    git('checkout', '--quiet', 'main');
    expect(reportOf(diff('main..feature'))).toEqual(onDisk);
  });

  it('that misspells a name suggests the right one, as the finding does', () => {
    write('a/functions/new.py', reading('pay_kay'));
    const { needs, new: added } = reportOf(diff('main'));
    expect(needs).toMatchObject([{ secret: 'pay_kay', access: 'nonexistent', suggestion: 'pay_key' }]);
    expect(added[0]?.message).toContain('"pay_key"');
    write('a/functions/new.py', reading('something_else_entirely'));
    expect(reportOf(diff('main')).needs[0]).not.toHaveProperty('suggestion');
  });

  it('with a name that is partly known lists the secrets that match, those without access first', () => {
    const dynamicRead = (name: string): string =>
      `def f(conv, x):\n    return g(conv.utils.get_secret(${name}))\n`;
    write('a/functions/new.py', dynamicRead('f"{x}_key"'));
    expect(reportOf(diff('main')).dynamic[0]?.matching).toEqual({
      secrets: [
        { secret: 'crm_key', access: 'missing' },
        { secret: 'pay_key', access: 'granted' },
      ],
      more: 0,
    });
    write('a/functions/new.py', dynamicRead('f"loyalty_{x}"'));
    expect(reportOf(diff('main')).dynamic[0]?.matching).toEqual({ secrets: [], more: 0 });
    write('a/functions/new.py', dynamicRead('x'));
    expect(reportOf(diff('main')).dynamic[0]).not.toHaveProperty('matching');
  });

  it('in a helper is found in the unchanged file that calls it', () => {
    write('a/functions/helper.py', 'def show(text):\n    return None\n');
    write(
      'a/functions/use.py',
      `from functions.helper import show\n\n${reading('pay_key', '    show(key)\n')}`,
    );
    commit();
    git('branch', '--force', 'main');
    write('a/functions/helper.py', 'def show(text):\n    print(text)\n');
    const [found, ...others] = reportOf(diff('main')).new;
    expect(found).toMatchObject({
      rule: 'secret-in-log',
      path: 'a/functions/use.py',
      related: [{ path: 'a/functions/helper.py', line: 2, message: 'The value arrives here.' }],
    });
    expect(others).toEqual([]);
    const asText = check(['--diff', 'main', '--catalog', 'catalog.json']).stdout;
    expect(asText).toContain('\n    at a/functions/helper.py:2\n');
  });

  it('of the committed catalog is reported, with the findings that it causes', () => {
    write(
      'catalog.json',
      catalogFile((text) => text.replace('"access": "granted"', '"access": "missing"')),
    );
    const report = reportOf(diff('main'));
    expect(report.catalog).toEqual([{ agent: 'A', secret: 'pay_key', change: 'revoked' }]);
    expect(report.new.map(({ rule, path: file }) => [rule, file])).toEqual([
      ['secret-access-missing', 'a/functions/pay.py'],
    ]);
  });

  it('of settings that hide findings lists what they hide', () => {
    write('a/functions/log.py', reading('pay_key', '    print(key)\n'));
    commit();
    git('branch', '--force', 'main');
    write('a/.agent-secrets.json', JSON.stringify({ rules: { 'secret-in-log': 'off' } }));
    const { suppressions } = reportOf(diff('main'));
    expect(suppressions).toMatchObject([
      {
        path: 'a/.agent-secrets.json',
        rules: ['secret-in-log'],
        suppressed: [{ path: 'a/functions/log.py' }],
      },
    ]);
  });

  it('that replaces a credential in the code by another one is reported', () => {
    const credential = (letter: string): string =>
      `glpat-${letter.repeat(3)}NotARealToken${letter.repeat(4)}`;
    write('a/functions/token.py', `TOKEN = "${credential('a')}"\n`);
    commit();
    git('branch', '--force', 'main');
    write('a/functions/token.py', `TOKEN = "${credential('b')}"\n`);
    const { new: added } = reportOf(diff('main'));
    // Without the detector beside the bundle, no credential is found at all.
    for (const { rule } of added) expect(rule).toBe('secret-hardcoded');
  });
});

describe('a change cannot blind the check', () => {
  it('by a second agent with the same id', () => {
    write('a/copy/project.yaml', project('A'));
    const run = diff('main');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('claim the same agent id "A"');
    expect(reportOf(run).gone.filter(({ mayRevoke }) => mayRevoke)).toEqual([]);
  });

  it('by removing the project file of an agent', () => {
    rmSync(workspace.path('a/project.yaml'));
    const run = diff('main');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('a/functions/pay.py reads secrets, but no longer belongs to an agent');
    expect(reportOf(run).gone.filter(({ mayRevoke }) => mayRevoke)).toEqual([]);
  });

  it('but may delete an agent with its code', () => {
    rmSync(workspace.path('a'), { recursive: true });
    const run = diff('main');
    expect(run.code).toBe(0);
    expect(reportOf(run).gone).toMatchObject([{ agent: 'A', secret: 'pay_key', mayRevoke: true }]);
  });
});

describe('what cannot be compared gets one clear line', () => {
  it.each([
    [
      'nowhere',
      '"nowhere" is not a commit or branch in this clone. Fetch it first: git fetch origin nowhere:',
    ],
    ['--output=written', 'is not a commit or branch'],
    ['..', 'Name the commit to compare with'],
    ['main..nowhere', '"nowhere" is not a commit'],
  ])('%s', (range, sentence) => {
    const run = check([`--diff=${range}`, '--catalog', 'catalog.json']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(sentence);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a folder without a repository', () => {
    const outside = new TemporaryWorkspace('');
    const run = check(['--diff', 'main', '--catalog', workspace.path('catalog.json')], outside.root);
    outside[Symbol.dispose]();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('is not in a Git repository');
  });

  it('a shallow clone', () => {
    write('a/functions/new.py', reading('crm_key'));
    commit();
    git('checkout', '--quiet', 'main');
    write('other.txt', 'x');
    commit();
    git(
      'clone',
      '--quiet',
      '--depth=1',
      '--no-single-branch',
      `file://${workspace.root}`,
      workspace.path('shallow'),
    );
    const run = check(['--diff', 'origin/feature', '--catalog', 'catalog.json'], workspace.path('shallow'));
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('git fetch --unshallow origin feature:refs/remotes/origin/feature');
    expect(run.stderr).toContain('set fetch-depth: 0 for actions/checkout, or GIT_DEPTH: 0 on GitLab');
  });

  it('a branch that a shallow clone leaves out, with a command that suffices', () => {
    write('a/functions/new.py', reading('crm_key'));
    commit();
    git('clone', '--quiet', '--depth=1', `file://${workspace.root}`, workspace.path('shallow'));
    const shallowDiff = (range: string): Run =>
      check(['--diff', range, '--catalog', 'catalog.json'], workspace.path('shallow'));
    const run = shallowDiff('main');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('"main" is not a commit or branch in this shallow clone. Fetch it with its');
    expect(run.stderr).toContain('set fetch-depth: 0');
    const [, command = '', base = ''] = /: (git fetch .*), then compare with (\S+)\./.exec(run.stderr) ?? [];
    execFileSync('git', command.split(' ').slice(1), { cwd: workspace.path('shallow') });
    expect(shallowDiff(base)).toMatchObject({
      code: 1,
      stderr: expect.not.stringContaining('error') as string,
    });
  });

  describe('a commit that a shallow clone leaves out', () => {
    const shallow = (): string => workspace.path('shallow');
    const shallowDiff = (range: string): Run =>
      check(['--diff', range, '--catalog', 'catalog.json', '--format', 'json'], shallow());
    beforeEach(() => {
      write('a/functions/new.py', reading('crm_key'));
      commit();
      write('a/functions/later.py', reading('pay_key'));
      commit();
      git('clone', '--quiet', '--depth=1', `file://${workspace.root}`, shallow());
    });

    it.each([
      ['HEAD~1', 'git fetch --deepen=1', 'fetch-depth: 2'],
      ['HEAD^', 'git fetch --deepen=1', 'fetch-depth: 2'],
      ['@~2', 'git fetch --deepen=2', 'fetch-depth: 3'],
      ['HEAD^~', 'git fetch --deepen=2', 'fetch-depth: 3'],
    ])('%s needs more of the history, and the message says how to fetch it', (name, fetch, depth) => {
      const run = shallowDiff(name);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
      expect(run.stderr).toContain(`"${name}" is not in this shallow clone`);
      expect(run.stderr).toContain(depth);
      const command = /`(git fetch [^`]+)`/.exec(run.stderr)?.[1] ?? '';
      expect(command).toBe(fetch);
      execFileSync('git', command.split(' ').slice(1), { cwd: shallow() });
      expect(shallowDiff(name).code).toBe(name.includes('2') || name === 'HEAD^~' ? 1 : 0);
    });

    it('a hash is fetched by itself or with the history', () => {
      const hash = git('rev-parse', 'HEAD~2');
      expect(shallowDiff(hash).stderr).toContain('`git fetch --unshallow`');
      expect(shallowDiff(hash.slice(0, 9)).stderr).toContain('`git fetch --unshallow`');
      execFileSync('git', ['fetch', '--unshallow', '--quiet'], { cwd: shallow() });
      expect(shallowDiff(hash).code).toBe(1);
    });
  });

  it('a commit before the first one', () => {
    const run = check(['--diff', 'HEAD~9', '--catalog', 'catalog.json']);
    expect(run.code).toBe(2);
    expect(run.stderr).toBe(
      'error: "HEAD~9" does not exist: the history of HEAD is shorter. Name a later commit.\n',
    );
  });

  it('a bare repository', () => {
    git('clone', '--quiet', '--bare', '.', 'bare.git');
    const run = check(
      ['--diff', 'main', '--catalog', workspace.path('catalog.json')],
      workspace.path('bare.git'),
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('is a bare repository');
  });

  it('without Git', () => {
    const run = check(['--diff', 'main', '--catalog', 'catalog.json'], workspace.root, { PATH: '/nowhere' });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Git is not installed');
  });
});

describe('unusual repositories', () => {
  it.each(['a b.py', 'ümläut.py', 'quo"te.py', "apo'strophe.py", 'new\nline.py', '-dash.py', 'ta\tb.py'])(
    'a file named %j',
    (name) => {
      write(`a/functions/${name}`, reading('crm_key'));
      commit();
      const { needs } = reportOf(diff('main'));
      expect(needs).toMatchObject([{ secret: 'crm_key', path: `a/functions/${name}` }]);
    },
  );

  it('a misspelt name takes no access away, and neither does a read without access', () => {
    write('b/functions/crm.py', reading('crm_key'));
    commit();
    git('branch', '--force', 'main');
    write('a/functions/pay.py', reading('pay_keys'));
    write('b/functions/crm.py', 'x = 1\n');
    const report = reportOf(diff('main'));
    expect(report.needs).toMatchObject([{ agent: 'A', secret: 'pay_keys', access: 'nonexistent' }]);
    expect(report.gone).toEqual([]);
    write('a/functions/pay.py', 'x = 1\n');
    expect(reportOf(diff('main')).gone).toMatchObject([{ agent: 'A', secret: 'pay_key', mayRevoke: true }]);
  });

  it('a read in a file that is too large, which is not overlooked', () => {
    write('a/functions/huge.py', `${reading('crm_key')}# ${'x'.repeat(5_100_000)}\n`);
    git('add', '--all');
    for (const run of [diff('main'), check(['--staged', '--catalog', 'catalog.json'])]) {
      expect(run.stderr).toContain('"a/functions/huge.py" was not checked, because it is larger than 5 MB.');
      expect(run.code).toBe(2);
    }
    diff('main', '--format', 'markdown=summary.md');
    const summary = readFileSync(workspace.path('summary.md'), 'utf8');
    expect(summary).toContain('was not checked, because it is larger than 5 MB');
    rmSync(workspace.path('summary.md'));
    commit();
    git('branch', '--force', 'main');
    write('a/functions/other.py', reading('pay_key'));
    expect(diff('main').code).toBe(0);
  });

  it('a file of 50 MB, binary files, links and an empty folder', () => {
    write('a/functions/data.py', new Uint8Array(50_000_001));
    write('a/functions/binary.py', new Uint8Array([0, 255, 254, 0, 7]));
    execFileSync('ln', ['-s', '/etc', workspace.path('a/functions/link')]);
    write('a/functions/new.py', reading('crm_key'));
    commit();
    const run = diff('main');
    expect(reportOf(run).needs).toMatchObject([{ secret: 'crm_key' }]);
    expect(run.stderr).toContain('a/functions/data.py is larger than 5 MB and was left out.');
  });

  it('a submodule is named, not compared, and no check of an agent that contains it is complete', () => {
    const other = new TemporaryWorkspace('');
    execFileSync('git', ['init', '--quiet', other.root]);
    const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
    execFileSync('git', [...identity, 'commit', '--quiet', '--allow-empty', '--message=x'], {
      cwd: other.root,
    });
    git('submodule', '--quiet', 'add', other.root, 'docs/sub');
    commit();
    const outside = diff('main');
    git('submodule', '--quiet', 'add', other.root, 'a/sub');
    commit();
    const inside = diff('main');
    other[Symbol.dispose]();
    expect(outside.code).toBe(0);
    expect(outside.stderr).toContain('docs/sub is a submodule and was not compared');
    expect(inside.code).toBe(2);
    expect(inside.stderr).toContain('"a/sub" was not checked, because it is a submodule.');
  });

  it('a detached head, and a subfolder', () => {
    write('a/functions/new.py', reading('crm_key'));
    commit();
    git('checkout', '--quiet', '--detach');
    const run = check(
      ['--diff', 'main', '--catalog', '../catalog.json', '--format', 'json'],
      workspace.path('a'),
    );
    expect(reportOf(run).needs).toMatchObject([{ path: 'functions/new.py' }]);
    expect(sizes(reportOf(diff('main', 'b')))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('programs that a repository configures do not run', () => {
    const program = workspace.path('program.sh');
    write('program.sh', `#!/bin/sh\ntouch ${workspace.path('was-run')}\n`);
    execFileSync('chmod', ['+x', program]);
    write('.gitattributes', '*.py diff=own\n');
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'diff.own.command',
      'diff.own.textconv',
    ])
      git('config', key, program);
    write('a/functions/new.py', reading('crm_key'));
    expect(reportOf(diff('main')).needs).toHaveLength(1);
    expect(() => execFileSync('ls', [workspace.path('was-run')], { stdio: 'ignore' })).toThrow(/ls/);
  });
});
