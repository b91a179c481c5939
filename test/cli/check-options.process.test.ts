import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { follow } from './support/followed-program.ts';

const read = (name: string): string => `def f(conv):\n    return g(conv.utils.get_secret("${name}"))\n`;
const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
${read('no_such_name')}
//- flights/project.yaml
project_id: flights
project_name: Flights
//- flights/functions/fly.py
${read('gone')}
`;
const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();
const snapshot = (asOf: string): string =>
  JSON.stringify({
    ...snapshotOf(catalogOf('booking', 'one', '!two'), catalogOf('flights', 'one')),
    asOf,
  });

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('agent-secrets check', () => {
  let cli: string;
  beforeAll(async () => {
    cli = await bundle('cli');
  });

  const opened = (asOf = days(0)): TemporaryWorkspace => {
    const workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', snapshot(asOf));
    return workspace;
  };
  const check = ({ root }: TemporaryWorkspace, ...args: readonly string[]): Promise<Run> =>
    promisify(execFile)(process.execPath, [cli, 'check', '--catalog', 'catalog.json', ...args], {
      cwd: root,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Run) => ({ code, stdout, stderr }),
    );
  /** The places of the findings. */
  const found = async (workspace: TemporaryWorkspace, ...args: readonly string[]): Promise<unknown> => {
    const { stdout } = await check(workspace, '--format', 'json', ...args);
    const report = JSON.parse(stdout) as { findings: { path: string; line: number; rule: string }[] };
    return report.findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`);
  };
  const pay = 'booking/functions/pay.py:2 secret-not-found';

  it('a suppressed finding is in SARIF only, marked as suppressed with its reason', async () => {
    using workspace = opened();
    const suppressed = read('no_such_name').replace(
      /\n    return/,
      '\n    # agent-secrets: ignore on its way\n    return',
    );
    workspace.write('booking/functions/pay.py', suppressed);
    const { stdout } = await check(workspace, '--format', 'sarif', 'booking');
    const log = JSON.parse(stdout) as { runs: { results: { ruleId: string; suppressions?: object[] }[] }[] };
    expect(log.runs[0]?.results).toMatchObject([
      {
        ruleId: 'secret-not-found',
        suppressions: [{ kind: 'inSource', justification: 'on its way' }],
      },
    ]);
    expect(await found(workspace, 'booking')).toEqual([]);
  });
  const fly = 'flights/functions/fly.py:2 secret-not-found';

  describe('--rule', () => {
    it('reports only the given rules', async () => {
      using workspace = opened();
      workspace.write('booking/functions/two.py', read('two'));
      expect(await found(workspace, '--rule', 'secret-access-missing')).toEqual([
        'booking/functions/two.py:2 secret-access-missing',
      ]);
      expect(await found(workspace, '--rule', 'secret-access-missing', '--rule', 'secret-not-found')).toEqual(
        [pay, 'booking/functions/two.py:2 secret-access-missing', fly],
      );
    });

    it('names the nearest rule for one that does not exist', async () => {
      using workspace = opened();
      const { code, stderr } = await check(workspace, '--rule', 'secret-not-fond');
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('Did you mean "secret-not-found"?') as string,
      });
    });
  });

  describe('--agent', () => {
    it('checks only the given agents', async () => {
      using workspace = opened();
      expect(await found(workspace)).toEqual([pay, fly]);
      expect(await found(workspace, '--agent', 'flights')).toEqual([fly]);
      expect(await found(workspace, '--agent', 'flights', '--agent', 'booking')).toEqual([pay, fly]);
    });

    it('lists the agents it found if it did not find the given one', async () => {
      using workspace = opened();
      expect(await check(workspace, '--agent', 'bookings')).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(
          'No file to check belongs to the agent "bookings". Agents found: booking, flights.',
        ) as string,
      });
    });
  });

  it.each([
    ['more warnings than allowed', ['--max-warnings', '1'], 1],
    ['as many warnings as allowed', ['--max-warnings', '2'], 0],
    ['no warnings allowed', ['--max-warnings', '0'], 1],
    ['as many as allowed, although only errors fail', ['--max-warnings', '2', '--fail-on', 'error'], 0],
    ['more than allowed, although only errors fail', ['--max-warnings', '1', '--fail-on', 'error'], 1],
    ['a contradiction', ['--max-warnings', '1', '--fail-on', 'never'], 2],
    ['not a number', ['--max-warnings', 'many'], 2],
  ])('--max-warnings: %s', async (_, args, code) => {
    using workspace = opened();
    expect(await check(workspace, ...args)).toMatchObject({ code });
  });

  it.each([
    [['--max-warnings', '1'], 'Failed: 2 warnings; --max-warnings allows 1.'],
    [['--max-warnings', '2'], 'Passed: 2 warnings; --max-warnings allows 2.'],
    [['--fail-on', 'error'], 'Passed: 2 warnings; allowed by --fail-on error.'],
    [['--fail-on', 'never'], 'Passed: 2 warnings; allowed by --fail-on never.'],
    [['--fail-on', 'hint'], 'Failed: 2 warnings.'],
    [[], 'Failed: 2 warnings.'],
  ])('with %j, text and Markdown start with "%s"', async (args, sentence) => {
    using workspace = opened();
    const { stdout } = await check(workspace, ...args, '--format', 'text', '--format', 'markdown=a.md');
    expect(stdout.split('\n', 1)).toEqual([sentence]);
    const bold = sentence.replace(/^\w+:/, '**$&**');
    expect(readFileSync(workspace.path('a.md'), 'utf8').split('\n')[2]).toBe(bold);
  });

  it('says what fails if there is an error among allowed warnings', async () => {
    using workspace = opened();
    const rules = { 'secret-not-found': 'error' };
    workspace.write('booking/.agent-secrets.json', JSON.stringify({ rules }));
    const { stdout } = await check(workspace, '--max-warnings', '5');
    expect(stdout.split('\n', 1)).toEqual(['Failed: 1 error.']);
  });

  it('allows no error, however many warnings it allows', async () => {
    using workspace = opened();
    workspace.write('.agent-secrets.json', JSON.stringify({ rules: { 'secret-not-found': 'error' } }));
    expect(await check(workspace, '--max-warnings', '99')).toMatchObject({ code: 1 });
  });

  describe('--baseline', () => {
    it('reports only new findings, also if known ones have moved to other lines', async () => {
      using workspace = opened();
      expect(await check(workspace, '--baseline', 'known.json', '--write-baseline')).toMatchObject({
        code: 0,
        stdout: '',
        stderr: expect.stringContaining('Wrote 2 findings to known.json.') as string,
      });
      workspace.write('booking/functions/pay.py', `\n\n\n${read('no_such_name')}`);
      const same = await check(workspace, '--baseline', 'known.json');
      expect(same).toMatchObject({ code: 0, stdout: 'Passed: no new findings in 4 files.\n' });
      expect(same.stderr).toContain('2 findings in known.json are not reported.');
      workspace.write('booking/functions/new.py', read('other'));
      expect(await found(workspace, '--baseline', 'known.json')).toEqual([
        'booking/functions/new.py:2 secret-not-found',
      ]);
      const { stdout } = await check(workspace, '--baseline', 'known.json');
      expect(stdout).toMatch(/^Failed: 1 new warning\.\n[^]*\n1 new finding in 1 file\.\n$/);
    });

    it('counts findings that are alike', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      workspace.write('booking/functions/pay.py', `${read('no_such_name')}${read('no_such_name')}`);
      expect(await found(workspace, '--baseline', 'known.json')).toEqual([
        'booking/functions/pay.py:4 secret-not-found',
      ]);
    });

    it('is sorted, has one line for each kind of finding, and does not depend on lines', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      const before = readFileSync(workspace.path('known.json'), 'utf8');
      expect(before).toBe(
        `{\n  "version": 1,\n  "findings": [\n    ${[
          '{"path":"booking/functions/pay.py","rule":"secret-not-found","agent":"booking","names":["no_such_name"],"count":1}',
          '{"path":"flights/functions/fly.py","rule":"secret-not-found","agent":"flights","names":["gone"],"count":1}',
        ].join(',\n    ')}\n  ]\n}\n`,
      );
      workspace.write('booking/functions/pay.py', `# moved\n${read('no_such_name')}`);
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      expect(readFileSync(workspace.path('known.json'), 'utf8')).toBe(before);
    });

    it('names what is fixed, and forgets it when it is written again', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      workspace.write('flights/functions/fly.py', read('one'));
      const { code, stderr } = await check(workspace, '--baseline', 'known.json');
      expect(code).toBe(0);
      expect(stderr).toMatch(/1 finding in known\.json is fixed:\n\s+flights\/functions\/fly\.py .*\(gone\)/);
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      expect(readFileSync(workspace.path('known.json'), 'utf8')).not.toContain('fly.py');
      expect((await check(workspace, '--baseline', 'known.json')).stderr).not.toContain('fixed');
    });

    it.each([
      ['another agent', ['--agent', 'booking']],
      ['another rule', ['--rule', 'secret-in-log']],
      ['another folder', ['booking']],
    ])('neither calls fixed nor forgets what is not checked: %s', async (_, args) => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      expect((await check(workspace, '--baseline', 'known.json', ...args)).stderr).not.toContain('fixed');
      await check(workspace, '--baseline', 'known.json', '--write-baseline', ...args);
      expect(readFileSync(workspace.path('known.json'), 'utf8')).toContain('fly.py');
    });

    it('does not call fixed what it could not check without a catalog', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('booking', 'one'))));
      const { stderr } = await check(workspace, '--baseline', 'known.json');
      expect(stderr).toContain('no catalog is available for the agent "flights"');
      expect(stderr).not.toContain('fixed');
    });

    it('applies in every folder from which the check runs', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      const { status, stdout } = spawnSync(
        process.execPath,
        [cli, 'check', '--catalog', '../catalog.json', '--baseline', '../known.json'],
        { cwd: workspace.path('booking'), encoding: 'utf8' },
      );
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'Passed: no new findings in 1 file.\n' });
    });

    it.each([
      ['this is not valid JSON', '{'],
      ['version must be 1', '{"version": 2, "findings": []}'],
      ['findings must be a list', '{"version": 1}'],
      ['findings[0].path must be a string', '{"version": 1, "findings": [{"path": 1}]}'],
      [
        'findings[1].names[0] must be a string',
        '{"version":1,"findings":[{"path":"a","rule":"b","agent":"c","names":[],"count":1},{"path":"a","rule":"b","agent":"c","names":[3],"count":1}]}',
      ],
      [
        'findings[0].count must be a whole number of at least 1',
        '{"version":1,"findings":[{"path":"a","rule":"b","agent":"c","names":[],"count":0}]}',
      ],
    ])('says what is wrong with a broken file: %s', async (problem, text) => {
      using workspace = opened();
      workspace.write('known.json', text);
      const { code, stdout, stderr } = await check(workspace, '--baseline', 'known.json');
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`error: known.json: ${problem}.`);
    });

    it('says how to create a file that does not exist', async () => {
      using workspace = opened();
      const { code, stderr } = await check(workspace, '--baseline', 'known.json');
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'error: The baseline known.json does not exist. Add --write-baseline to create it.\n',
      });
      expect((await check(workspace, '--write-baseline')).stderr).toContain('needs --baseline FILE');
    });

    it('lists in JSON what is fixed and how many findings are known', async () => {
      using workspace = opened();
      await check(workspace, '--baseline', 'known.json', '--write-baseline');
      workspace.write('flights/functions/fly.py', read('one'));
      const { stdout } = await check(workspace, '--baseline', 'known.json', '--format', 'json');
      expect(JSON.parse(stdout)).toMatchObject({
        findings: [],
        baseline: { known: 1, fixed: [{ path: 'flights/functions/fly.py', names: ['gone'], count: 1 }] },
      });
    });
  });

  describe('a file that is too large to check', () => {
    const large = `${read('no_such_name')}# ${'x'.repeat(5_100_000)}\n`;
    const clean = (): TemporaryWorkspace => {
      const workspace = opened();
      workspace.write('booking/functions/pay.py', read('one'));
      workspace.write('flights/functions/fly.py', read('one'));
      return workspace;
    };

    it('fails the check of its agent, and every report names it', async () => {
      using workspace = clean();
      workspace.write('booking/functions/large.py', large);
      const { code, stdout, stderr } = await check(workspace, '--format', 'json');
      const sentence = '"booking/functions/large.py" was not checked, because it is larger than 5 MB.';
      expect(code).toBe(2);
      expect(stderr).toContain(`error: ${sentence}\n`);
      expect(JSON.parse(stdout)).toMatchObject({
        findings: [],
        failed: [{ path: 'booking/functions/large.py', reason: sentence }],
      });
      expect((await check(workspace, '--agent', 'flights')).code).toBe(0);
    });

    it('does not hide the findings in other files', async () => {
      using workspace = opened();
      workspace.write('booking/functions/large.py', large);
      expect((await check(workspace)).code).toBe(1);
    });

    it('is only noted outside agents, without reads, and where the settings ignore it', async () => {
      using workspace = clean();
      workspace.write('scripts/large.py', large);
      workspace.write('booking/functions/data.py', `DATA = "${'x'.repeat(5_100_000)}"\n`);
      workspace.write('flights/generated/large.py', large);
      workspace.write('flights/.agent-secrets.json', '{"ignore": ["generated/**"]}');
      expect(await check(workspace)).toMatchObject({ code: 0 });
    });
  });

  it.each([
    [0, 'note: catalog.json is less than a day old.\n'],
    [1, 'note: catalog.json is 1 day old.\n'],
    [30, 'note: catalog.json is 30 days old.\n'],
    [31, 'warning: catalog.json is 31 days old, so findings may be wrong.'],
  ])('says that a snapshot is %i days old', async (age, note) => {
    using workspace = opened(days(age));
    expect((await check(workspace)).stderr).toContain(note);
    const { stdout, stderr } = await check(workspace, '--format', 'json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ snapshot: { ageDays: age } });
  });

  it.each([
    [['--staged', '--watch'], 'Use either --staged or --watch, not both.'],
    [['--stdin-filepath', 'a.py', 'b.py'], 'Use either --stdin-filepath or paths, not both.'],
  ])('refuses %j', async (args, message) => {
    using workspace = opened();
    expect(await check(workspace, ...args)).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
  });

  describe('--stdin-filepath', () => {
    const piped = (workspace: TemporaryWorkspace, text: string, ...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [cli, 'check', '--catalog', 'catalog.json', ...args],
        { cwd: workspace.root, encoding: 'utf8', input: text },
      );
      return { status, stdout, stderr };
    };

    it('checks the given text instead of the file, and nothing else', () => {
      using workspace = opened();
      const { status, stdout } = piped(
        workspace,
        `# Zürich\n${read('other')}`,
        '--stdin-filepath',
        'booking/functions/pay.py',
      );
      expect(status).toBe(1);
      expect(stdout).toMatch(/^booking\/functions\/pay\.py:3:\d+ .*"other"/m);
      expect(stdout).toContain('return g(conv.utils.get_secret("other"))');
      expect(stdout).toContain('1 finding in 1 file.');
      const clean = piped(workspace, read('one'), '--stdin-filepath', 'booking/functions/pay.py');
      expect(clean).toMatchObject({ status: 0, stdout: 'Passed: no findings in 1 file.\n' });
    });

    it('checks a file that does not exist yet, with the other files of its project', () => {
      using workspace = opened();
      workspace.write('booking/functions/names.py', 'NAME = "elsewhere"\n');
      const text = 'from names import NAME\ndef f(conv):\n    return g(conv.utils.get_secret(NAME))\n';
      const { status, stdout } = piped(workspace, text, '--stdin-filepath', 'booking/functions/new.py');
      expect(status).toBe(1);
      expect(stdout).toMatch(/^booking\/functions\/new\.py:3:.*"elsewhere"/m);
    });

    it('finds values that arrive from helpers in other files', () => {
      using workspace = opened();
      workspace.write(
        'booking/functions/help.py',
        'def key(conv):\n    return conv.utils.get_secret("one")\n',
      );
      const text = 'from help import key\ndef f(conv):\n    print(key(conv))\n';
      const { stdout } = piped(workspace, text, '--stdin-filepath', 'booking/functions/new.py');
      expect(stdout).toContain('secret-in-log');
    });
  });

  describe('--staged', () => {
    const git = ({ root }: TemporaryWorkspace, ...args: readonly string[]): void => {
      const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.test', '-c', 'commit.gpgsign=false'];
      const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    };
    const repository = (): TemporaryWorkspace => {
      const workspace = opened();
      git(workspace, 'init', '--quiet');
      git(workspace, 'add', '.');
      git(workspace, 'commit', '--quiet', '--message', 'start');
      return workspace;
    };

    it('checks what is staged, not what is in the working tree', async () => {
      using workspace = repository();
      workspace.write('booking/functions/new.py', read('staged'));
      git(workspace, 'add', '.');
      workspace.write('booking/functions/new.py', read('one'));
      expect(await found(workspace, '--staged')).toEqual(['booking/functions/new.py:2 secret-not-found']);
      git(workspace, 'add', '.');
      workspace.write('booking/functions/new.py', read('not_staged'));
      expect(await found(workspace, '--staged')).toEqual([]);
    });

    it('neither checks untracked files nor uses them', async () => {
      using workspace = repository();
      workspace.write('booking/functions/names.py', 'NAME = "elsewhere"\n');
      const text = 'from names import NAME\ndef f(conv):\n    return g(conv.utils.get_secret(NAME))\n';
      workspace.write('booking/functions/new.py', text);
      git(workspace, 'add', 'booking/functions/new.py');
      expect(await found(workspace, '--staged')).toEqual([]);
      git(workspace, 'add', 'booking/functions/names.py');
      expect(await found(workspace, '--staged')).toEqual(['booking/functions/new.py:3 secret-not-found']);
    });

    it('is clean if nothing is staged, and if what is staged is not code', async () => {
      using workspace = repository();
      expect(await check(workspace, '--staged')).toMatchObject({ code: 0 });
      workspace.write('README.md', '# Read me\n');
      git(workspace, 'add', '.');
      expect(await check(workspace, '--staged')).toMatchObject({ code: 0 });
    });

    it('works before the first commit, with odd file names, and from a folder of the repository', async () => {
      using workspace = opened();
      git(workspace, 'init', '--quiet');
      workspace.write('booking/functions/a "ü" b.py', read('odd'));
      git(workspace, 'add', 'booking');
      workspace.remove('booking/functions/a "ü" b.py');
      expect(await found(workspace, '--staged')).toEqual([
        'booking/functions/a "ü" b.py:2 secret-not-found',
        pay,
      ]);
      const { stdout } = spawnSync(
        process.execPath,
        [cli, 'check', '--catalog', '../catalog.json', '--staged'],
        { cwd: workspace.path('booking'), encoding: 'utf8' },
      );
      expect(stdout).toContain('2 findings in 2 files.');
    });

    it('says that it needs a repository', async () => {
      using workspace = opened();
      const { code, stderr } = await check(workspace, '--staged');
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: .* is not in a Git repository\. .*\n$/);
    });
  });

  describe('--watch', () => {
    const watch = ({ root }: TemporaryWorkspace, ...args: readonly string[]) => {
      const child = spawn(process.execPath, [cli, 'check', '--catalog', 'catalog.json', '--watch', ...args], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { child, ...follow(child) };
    };
    const clean = (workspace: TemporaryWorkspace): void => {
      workspace.write('booking/functions/pay.py', read('one'));
      workspace.write('flights/functions/fly.py', read('one'));
    };

    it('checks again when a file changes, and ends with the code of the last check', async () => {
      using workspace = opened();
      clean(workspace);
      const watched = watch(workspace);
      await watched.line('Passed: no findings in 3 files.');
      workspace.write('booking/functions/new.py', read('no_such_name'));
      await watched.line('1 finding in 1 file.');
      watched.child.kill('SIGINT');
      const { code, stderr } = await watched.ended;
      expect(code).toBe(1);
      expect(stderr).toContain('Changed: booking/functions/new.py\n');
    });

    it('ends with 0 once the last finding is fixed', async () => {
      using workspace = opened();
      clean(workspace);
      workspace.write('booking/functions/pay.py', read('no_such_name'));
      const watched = watch(workspace);
      await watched.line('1 finding in 1 file.');
      workspace.write('booking/functions/pay.py', read('one'));
      await watched.line('Passed: no findings in 3 files.');
      watched.child.kill('SIGINT');
      const { code, stderr } = await watched.ended;
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('0 new findings, 1 fixed.') as string,
      });
    });

    it('follows folders that are deleted, and created again', async () => {
      using workspace = opened();
      clean(workspace);
      const watched = watch(workspace);
      await watched.line('Passed: no findings in 3 files.');
      workspace.remove('booking/functions');
      await watched.line('Passed: no findings in 2 files.');
      workspace.write('booking/functions/pay.py', read('no_such_name'));
      await watched.line('1 finding in 1 file.');
      workspace.write('booking/functions/pay.py', `${read('no_such_name')}${read('other')}`);
      await watched.line('2 findings in 1 file.');
      watched.child.kill('SIGINT');
      expect(await watched.ended).toMatchObject({ code: 1 });
    });

    it('continues after a broken catalog, which it names', async () => {
      using workspace = opened();
      clean(workspace);
      const watched = watch(workspace);
      await watched.line('Passed: no findings in 3 files.');
      workspace.write('catalog.json', '{');
      const error = new Promise<string>((resolve) => {
        let all = '';
        watched.child.stderr?.on('data', (chunk: Buffer) => {
          all += chunk.toString();
          if (all.includes('error: catalog.json')) resolve(all);
        });
      });
      expect(await error).toContain('error: catalog.json: this is not valid JSON.');
      workspace.write('booking/functions/pay.py', `${read('no_such_name')}${read('other')}`);
      workspace.write('catalog.json', snapshot(days(0)));
      await watched.line('2 findings in 1 file.');
      watched.child.kill('SIGINT');
      expect(await watched.ended).toMatchObject({ code: 1 });
    });

    it('does not check again because of its own reports', async () => {
      using workspace = opened();
      clean(workspace);
      const watched = watch(workspace, '--format', 'text', '--format', 'json=booking/report.json');
      await watched.line('Passed: no findings in 3 files.');
      workspace.write('booking/functions/pay.py', read('no_such_name'));
      await watched.line('1 finding in 1 file.');
      watched.child.kill('SIGINT');
      const { stderr } = await watched.ended;
      expect(stderr.match(/^Changed: .*$/gm)).toEqual(['Changed: booking/functions/pay.py']);
    });
  });
});
