import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldOf, listOf, textOf } from '../repo/support/parsed.ts';
import { exampleCredential, runGit } from './example-history.ts';
import { expectedChange, notOfThisChange } from './expected-change.ts';
import { installedAction } from './support/installed-action.ts';
import { nodes } from './support/nodes.ts';
import { addTarball, tarballSnippet } from './support/snippets.ts';
import {
  checkOut,
  eventFile,
  hostExample,
  type HostedExample,
  pullRequestOf,
} from './support/hosted-example.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-action-'));
let action: string;
let server: HostedExample;

beforeAll(() => {
  action = installedAction(path.join(scratch, 'action'));
  server = hostExample(path.join(scratch, 'server'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Step {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

interface Checkout {
  readonly ref?: string;
  readonly depth?: number;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly payload?: unknown;
  /** The action, unless another one is given. */
  readonly program?: string;
  /** What runs the step: the Node of the tests, unless another one is given. */
  readonly node?: string;
  /** Changes the clone before the step. */
  readonly prepare?: (workspace: string) => void;
}

const merge = 'refs/pull/7/merge';
let steps = 0;

/** Runs the step as the runner does, in a fresh clone. */
function runStep({
  ref = merge,
  depth = 1,
  inputs = {},
  env = {},
  payload,
  program = action,
  node = process.execPath,
  prepare,
}: Checkout): Step {
  const folder = path.join(scratch, String((steps += 1)));
  const workspace = path.join(folder, 'agents');
  mkdirSync(path.join(folder, 'temp'), { recursive: true });
  checkOut(workspace, server.root, ref, depth);
  prepare?.(workspace);
  const [summary, output] = ['summary', 'output'].map((name) => path.join(folder, name));
  if (summary === undefined || output === undefined) throw new Error('two names give two files');
  for (const file of [summary, output]) writeFileSync(file, '');
  const given = {
    paths: '.',
    'working-directory': '.',
    catalog: 'catalog.json',
    'fail-on': 'warning',
    ...inputs,
  };
  const { status, stdout, stderr } = spawnSync(node, [program], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: eventFile(folder, payload ?? pullRequestOf(server)),
      GITHUB_REF: ref,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: path.join(folder, 'temp'),
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...env,
    },
  });
  return {
    code: status,
    log: stdout + stderr,
    summary: readFileSync(summary, 'utf8'),
    outputs: outputsIn(readFileSync(output, 'utf8')),
  };
}

function outputsIn(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2\n/gm)];
  return Object.fromEntries(found.map(([, name = '', , value = '']) => [name, value]));
}

/** The lines that GitHub would execute: commands that are not between a stop command and its token. */
function obeyed(log: string): readonly string[] {
  const lines: string[] = [];
  let token: string | undefined;
  for (const line of log.split('\n').map((one) => one.trimStart())) {
    const [, stop] = /^::stop-commands::(.+)$/.exec(line) ?? [];
    if (token !== undefined) token = line === `::${token}::` ? undefined : token;
    else if (stop !== undefined) token = stop;
    else if (line.startsWith('::') || line.includes('##[')) lines.push(line);
  }
  return lines;
}

/** The output of a step about the change, with the annotated findings. */
function toldBy({ code, log, outputs }: Step): unknown {
  const { findings, needs, suppressions } = outputs;
  const annotated = expectedChange.new.filter(([rule, file, line]) =>
    obeyed(log).some((one) => one.includes(`file=${file},line=${String(line)},`) && one.includes(rule)),
  );
  return { code, findings, needs, suppressions, annotated };
}

const wholeChange: unknown = {
  code: 1,
  findings: String(expectedChange.new.length),
  needs: String(expectedChange.needs.length),
  suppressions: String(expectedChange.suppressions.length),
  annotated: expectedChange.new,
};

describe('the GitHub Action', () => {
  it.each(nodes)('annotates a pull request, writes a summary and SARIF, and fails on Node %s', (_, node) => {
    const step = runStep({ node });
    expect(toldBy(step)).toEqual(wholeChange);
    for (const { secret } of expectedChange.needs) expect(step.summary).toContain(secret);
    for (const name of notOfThisChange) expect(step.summary + step.log).not.toContain(name);
    expect(step.log + step.summary).not.toContain(exampleCredential);
    const sarif: unknown = JSON.parse(readFileSync(step.outputs['sarif-file'] ?? '', 'utf8'));
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'agent-secrets' } } }],
    });
  });

  it('works from the tarball as the page for reviewers shows, until the package is published', () => {
    const [unpack, use] = listOf(tarballSnippet('.github/workflows/agent-secrets.yml'));
    const step = runStep({
      prepare: (root) => {
        addTarball(root);
        execFileSync('bash', ['-e', '-c', textOf(fieldOf(unpack, 'run'))], { cwd: root });
      },
      inputs: { catalog: textOf(fieldOf(fieldOf(use, 'with'), 'catalog')) },
      program: path.join(textOf(fieldOf(use, 'uses')), 'dist/action.js'),
    });
    expect(toldBy(step)).toEqual(wholeChange);
  });

  it.each([0, 2])('needs no fetch with a clone of depth %i', (depth) => {
    expect(
      toldBy(runStep({ depth, prepare: (root) => runGit(root, ['remote', 'remove', 'origin']) })),
    ).toEqual(wholeChange);
  });

  it('finds the base of a branch that is checked out instead of the merge', () => {
    expect(toldBy(runStep({ ref: 'refs/heads/loyalty' }))).toEqual(wholeChange);
  });

  it('compares with the previous commit of a push, and with the base of a merge group', () => {
    const ref = 'refs/heads/loyalty';
    const push = { GITHUB_EVENT_NAME: 'push' };
    expect(toldBy(runStep({ ref, env: push, payload: { before: server.base } }))).toEqual(wholeChange);
    const queue = { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7' };
    expect(toldBy(runStep({ env: queue, payload: { merge_group: { base_sha: server.main } } }))).toEqual(
      wholeChange,
    );
  });

  it('compares with a branch that the workflow names', () => {
    const step = runStep({
      inputs: { base: 'main' },
      env: { GITHUB_EVENT_NAME: 'workflow_dispatch' },
      payload: {},
    });
    expect(toldBy(step)).toEqual(wholeChange);
  });

  it.each([
    ['the first push of a branch', { before: '0'.repeat(40) }, 'push'],
    ['a push that replaced commits which are gone', { before: 'a'.repeat(40) }, 'push'],
    ['a schedule', {}, 'schedule'],
  ])('checks everything for %s, and says so', (_, payload, name) => {
    const step = runStep({ payload, env: { GITHUB_EVENT_NAME: name, GITHUB_REF: 'refs/heads/main' } });
    expect(step.code).toBe(1);
    expect(obeyed(step.log)[0]).toMatch(/^::notice .*everything is checked/);
    // Also what was there before.
    expect(step.log).toContain('wether_api_key');
  });

  it('checks one folder, and still annotates paths from the root of the repository', () => {
    const step = runStep({ inputs: { 'working-directory': 'order-support', catalog: '../catalog.json' } });
    expect(step.log).toContain('file=order-support/functions/apply_points.py,line=5,');
    expect(step.log).not.toContain('hotel-booking');
  });

  it('says that the repository must be checked out first', () => {
    const step = runStep({ inputs: { 'working-directory': 'nowhere' } });
    expect(step.code).toBe(2);
    expect(obeyed(step.log)).toEqual([
      expect.stringMatching(/^::error .*working-directory.*actions\/checkout/),
    ]);
  });

  it('passes if no finding is severe enough, and still reports all of them', () => {
    const step = runStep({ inputs: { 'fail-on': 'error' } });
    expect(step.code).toBe(0);
    expect(step.outputs['findings']).toBe(String(expectedChange.new.length));
  });

  it('uses the snapshot for a fork, which gets no key', () => {
    const payload = pullRequestOf(server, 'stranger/agents');
    const vault = { 'vault-url': 'https://vault.example.com' };
    const step = runStep({ payload, inputs: vault, env: { AGENT_SECRETS_KEY: '' } });
    expect(toldBy(step)).toEqual(wholeChange);
    expect(obeyed(step.log)[0]).toMatch(/^::notice .*snapshot/);
    const without = runStep({ payload, inputs: { ...vault, catalog: '' } });
    expect(without.code).toBe(2);
    expect(obeyed(without.log)).toEqual([expect.stringMatching(/^::error .*forks.*committed snapshot/)]);
  });

  it('says what to change if the base cannot be fetched', () => {
    const step = runStep({ prepare: (root) => runGit(root, ['remote', 'remove', 'origin']) });
    expect(step.code).toBe(2);
    expect(obeyed(step.log)).toEqual([expect.stringMatching(/^::error .*fetch-depth: 0/)]);
  });

  it.each([
    ['fail-on', 'fatal'],
    ['base', '--upload-pack=touch${IFS}pwned'],
  ])('refuses a wrong input %s before it runs anything', (name, value) => {
    const step = runStep({ inputs: { [name]: value } });
    expect(step.code).toBe(2);
    expect(obeyed(step.log)).toEqual([expect.stringContaining(`The input ${name}`)]);
  });

  it('does not run shell syntax in names, and lets no name give GitHub a command', () => {
    const agent = '::error::pwned ##[error]pwned';
    const step = runStep({
      inputs: { base: 'none', paths: '.\n$(touch pwned)' },
      prepare: (root) => {
        mkdirSync(path.join(root, agent));
        writeFileSync(path.join(root, agent, 'project.yaml'), 'project_id: PROJECT-OTHER03\n');
        writeFileSync(
          path.join(root, agent, '%0A::add-mask::x.py'),
          'def f(conv):\n    conv.log.info(conv.utils.get_secret("::error::pwned"))\n',
        );
        mkdirSync(path.join(root, '$(touch pwned)'));
      },
    });
    expect(step.log).toContain('%0A::add-mask::x.py:2:19');
    expect(obeyed(step.log)).not.toEqual([]);
    for (const line of obeyed(step.log)) {
      expect(line).toMatch(/^::(?:notice|error|warning) (?:[^:]*,)?title=[^:]*::(?!:)/);
    }
    expect(existsSync(path.join(scratch, String(steps), 'agents', 'pwned'))).toBe(false);
  });

  it('gives GitHub no command that the command line prints, except annotations', () => {
    const folder = path.join(scratch, 'printing');
    mkdirSync(folder);
    copyFileSync(action, path.join(folder, 'action.js'));
    const printing = `
      const fs = require('node:fs');
      console.log('::add-mask::a\\n  ##[error]b');
      console.error('::error::c');
      const [, file] = process.argv.find((one) => one.startsWith('--format=github=')).split('github=');
      fs.writeFileSync(file, '::add-path::d\\n::warning file=x.py,line=1::e\\r\\n ::stop-commands::f\\n');`;
    writeFileSync(path.join(folder, 'cli.js'), printing);
    const step = runStep({ program: path.join(folder, 'action.js') });
    expect(step.code).toBe(0);
    expect(step.log).toContain('::add-mask::a');
    expect(step.log).toContain('::error::c');
    expect(obeyed(step.log)).toEqual(['::warning file=x.py,line=1::e']);
  });
});
