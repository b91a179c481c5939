import { describe, expect, it } from 'vitest';
import { DiskSettings } from '../../review/files/disk-settings.ts';
import { runCommandLine } from '../../cli/program.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { capture } from './support/captured-host.ts';

const code = 'def f(conv):\n    return conv.utils.get_secret("no_such_name")\n';
const granted = catalogOf('booking', 'stripe_api_key').secrets;
const deprecated = catalogOf('booking', 'stripe_old').secrets.map((secret) =>
  Object.assign(secret, { deprecated: {} }),
);
const catalog = JSON.stringify(snapshotOf({ ...catalogOf('booking'), secrets: [...granted, ...deprecated] }));

/** A workspace of one agent with these files. */
function workspaceOf(files: Readonly<Record<string, string>>): TemporaryWorkspace {
  const workspace = new TemporaryWorkspace('');
  workspace.write('catalog.json', catalog);
  workspace.write('booking/project.yaml', 'project_id: booking\nproject_name: Booking\n');
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  return workspace;
}

interface Checked {
  readonly exit: number;
  readonly rules: readonly string[];
  readonly notes: readonly string[];
}

async function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Checked> {
  using workspace = workspaceOf(files);
  const { host, output, notes } = capture({ cwd: workspace.root });
  const all = ['check', '--catalog', 'catalog.json', '--format', 'json', ...args];
  const exit = await runCommandLine(all, host);
  const { findings } = JSON.parse(output()) as {
    readonly findings: readonly { readonly path: string; readonly rule: string; readonly severity: string }[];
  };
  return { exit, notes, rules: findings.map(({ path, rule, severity }) => `${path} ${rule} ${severity}`) };
}

describe('check with settings of the project', () => {
  it('takes the severity from the settings file above', async () => {
    const { rules } = await check({
      'booking/f.py': code,
      '.agent-secrets.json': '{ "rules": { "secret-not-found": "error" } }',
    });
    expect(rules).toEqual(['booking/f.py secret-not-found error']);
  });

  it('uses only the nearest file', async () => {
    const { rules } = await check({
      'booking/f.py': code,
      'booking/deep/g.py': code,
      '.agent-secrets.json': '{ "rules": { "secret-not-found": "off" } }',
      'booking/deep/.agent-secrets.json': '{}',
    });
    expect(rules).toEqual(['booking/deep/g.py secret-not-found warning']);
  });

  it('skips ignored files, relative to the settings', async () => {
    const { rules } = await check({
      'booking/f.py': code,
      'booking/tests/g.py': code,
      'tests/h.py': code,
      'booking/.agent-secrets.json': '{ "ignore": ["tests/**"] }',
    });
    expect(rules).toEqual(['booking/f.py secret-not-found warning']);
  });

  it('recognizes additional functions', async () => {
    const files = { 'booking/f.py': 'my_utils.read_secret("no_such_name")\n' };
    expect((await check(files)).rules).toEqual([]);
    const settings = { 'booking/.agent-secrets.json': '{ "functions": ["my_utils.read_secret"] }' };
    expect((await check({ ...files, ...settings })).rules).toEqual(['booking/f.py secret-not-found warning']);
  });

  it('functions of one agent do not affect another, whichever files are checked', async () => {
    const files = {
      'booking/.agent-secrets.json': '{ "functions": ["fetch_it"] }',
      'booking/f.py': 'from kube import fetch_it\nfetch_it("no_such_name")\n',
      'other/project.yaml': 'project_id: other\n',
      'other/f.py': 'from kube import fetch_it\nfetch_it("pod-secret")\n',
      'catalog.json': JSON.stringify(snapshotOf(catalogOf('booking', 'a'), catalogOf('other', 'a'))),
    };
    const mine = ['booking/f.py secret-not-found warning'];
    expect((await check(files)).rules).toEqual(mine);
    expect((await check(files, 'other')).rules).toEqual([]);
    expect((await check(files, 'booking')).rules).toEqual(mine);
  });

  it('notes what is wrong, once, and continues with the rest', async () => {
    const { notes, rules } = await check({
      'booking/f.py': code,
      'booking/g.py': code,
      'booking/.agent-secrets.json': '{ "rules": { "nonsense": "off", "secret-not-found": "hint" } }',
    });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^note: booking\/\.agent-secrets\.json: line 1, column 26: Unknown rule/);
    expect(rules.every((one) => one.endsWith('hint'))).toBe(true);
  });

  it('broken settings are noted and ignored', async () => {
    const { notes, rules } = await check({ 'booking/f.py': code, '.agent-secrets.json': '{' });
    expect(notes[0]).toContain('note: .agent-secrets.json: line 1, column 2: This is not valid JSON,');
    expect(rules).toHaveLength(1);
  });

  it('a comment suppresses a finding here too', async () => {
    const silent = code.replace(
      '\n    return',
      '\n    # agent-secrets: ignore[secret-not-found] later\n    return',
    );
    expect((await check({ 'booking/f.py': silent })).rules).toEqual([]);
  });
});

describe('the exit code of check', () => {
  const old = { 'booking/f.py': 'def f(conv):\n    return g(conv.utils.get_secret("stripe_old"))\n' };

  it.each([
    ['warnings fail', { 'booking/f.py': code }, [], 1],
    ['information does not', old, [], 0],
    ['information does when asked', old, ['--fail-on', 'information'], 1],
    ['warnings do not when only errors count', { 'booking/f.py': code }, ['--fail-on', 'error'], 0],
    ['nothing fails when nothing shall', { 'booking/f.py': code }, ['--fail-on', 'never'], 0],
  ])('%s', async (_, files, args, exit) => {
    expect((await check(files, ...args)).exit).toBe(exit);
  });
});

describe('functions that the settings name', () => {
  const program =
    'from acme import mask, write\n\ndef f(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    print(mask(key))\n    write(key)\n';

  it('are sinks and sanitizers', async () => {
    const settings = { sinks: [{ function: 'acme.write', kind: 'state' }], sanitizers: ['acme.mask'] };
    const { rules } = await check({
      'booking/f.py': program,
      '.agent-secrets.json': JSON.stringify(settings),
    });
    expect(rules).toEqual(['booking/f.py secret-in-state warning']);
  });

  it('are explained with the file', async () => {
    using workspace = workspaceOf({
      'booking/f.py': program,
      'booking/.agent-secrets.json': '{ "sinks": [{ "function": "write", "kind": "log" }] }',
    });
    const { host, output } = capture({ cwd: workspace.root });
    await runCommandLine(['explain', 'booking/f.py:6', '--catalog', 'catalog.json'], host);
    expect(output()).toBe(
      'A finding of secret-in-log is reported here. .agent-secrets.json lists "write" as a sink.\n',
    );
  });
});

describe('settings on the disk', () => {
  it('name functions for the files that they are nearest to', () => {
    using workspace = workspaceOf({
      '.agent-secrets.json': '{ "readers": ["read_a", "read_b"] }',
      'booking/.agent-secrets.json': '{ "functions": ["read_b", "read_c"] }',
    });
    const settings = new DiskSettings({ cwd: workspace.root, note: () => undefined });
    const files = ['x.py', 'booking/y.py', 'booking/deep/z.py'].map((file) => `${workspace.root}/${file}`);
    const { readers, functionsOf } = settings.functionsOf(files);
    expect(readers).toEqual(['read_a', 'read_b', 'read_c']);
    expect(functionsOf(workspace.uri('x.py')).readers).toEqual(['read_a', 'read_b']);
    expect(functionsOf(workspace.uri('booking/deep/z.py')).readers).toEqual(['read_b', 'read_c']);
  });

  it('are empty where no file has any', () => {
    using workspace = workspaceOf({});
    const settings = new DiskSettings({ cwd: workspace.root, note: () => undefined });
    expect(settings.of(`${workspace.root}/booking/f.py`)).toEqual({});
  });
});
