import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../server/platform/node-files.ts';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

const catalog = JSON.stringify(snapshotOf(catalogOf('booking', 'stripe_api_key', 'schlüssel')));
const read = (name: string): string => `def f(conv):\n    return g(conv.utils.get_secret("${name}"))\n`;

/** One agent with a file without findings, whose names the other files may decide. */
function workspaceOf(files: Readonly<Record<string, string | Uint8Array>>): TemporaryWorkspace {
  const workspace = new TemporaryWorkspace('');
  workspace.write('catalog.json', catalog);
  workspace.write('booking/project.yaml', 'project_id: booking\nproject_name: Booking\n');
  workspace.write('booking/f.py', 'from names import NAME\ndef f(conv):\n    conv.utils.get_secret(NAME)\n');
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  return workspace;
}

describe('files that are not what their names suggest', () => {
  let cli: string;
  beforeAll(async () => {
    cli = await bundle('cli');
  });

  /** Reading a pipe blocks forever: then the program is ended, and has no exit code. */
  const run = (cwd: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd,
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { status, stdout, stderr };
  };
  const check = (cwd: string, ...args: readonly string[]) =>
    run(cwd, 'check', '--catalog', 'catalog.json', ...args);

  it.each<readonly [string, (path: string) => void]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    [
      'a link to a pipe',
      (path) => {
        execFileSync('mkfifo', [`${path}.pipe`]);
        symlinkSync(`${path}.pipe`, path);
      },
    ],
    ['a link to a device', (path) => symlinkSync('/dev/zero', path)],
    ['a folder', (path) => mkdirSync(path)],
    ['a link to a folder', (path) => symlinkSync('.', path)],
    ['a link to nothing', (path) => symlinkSync('nothing', path)],
  ])('%s called x.py is skipped', (_, make) => {
    using workspace = workspaceOf({});
    make(workspace.path('booking/x.py'));
    expect(check(workspace.root)).toMatchObject({ status: 0, stdout: 'Passed: no findings in 2 files.\n' });
    expect(run(workspace.root, 'references', 'booking')).toMatchObject({ status: 0 });
  });

  it('a pipe given as an argument is skipped with a note', () => {
    using workspace = workspaceOf({});
    execFileSync('mkfifo', [workspace.path('booking/x.py')]);
    const { stderr } = check(workspace.root, 'booking/x.py', 'booking/f.py');
    expect(stderr).toContain('note: booking/x.py is not a regular file and was left out.\n');
  });

  it.each(['booking/deep/project.yaml', 'booking/.agent-secrets.json'])(
    'a pipe called %s is noted',
    (name) => {
      using workspace = workspaceOf({ 'booking/deep/g.py': read('stripe_api_key') });
      execFileSync('mkfifo', [workspace.path(name)]);
      expect(check(workspace.root).stderr).toContain(name);
    },
  );

  it('a catalog may be a pipe', () => {
    using workspace = workspaceOf({ 'booking/g.py': read('nope') });
    execFileSync('mkfifo', [workspace.path('names')]);
    spawn('cp', ['catalog.json', 'names'], { cwd: workspace.root });
    const { status, stdout } = run(workspace.root, 'check', '--catalog', 'names');
    expect(stdout).toContain('secret-not-found');
    expect(status).toBe(1);
  });

  it('the server reads no pipe', async () => {
    using workspace = workspaceOf({});
    execFileSync('mkfifo', [workspace.path('booking/x.py')]);
    expect(await nodeFiles.read(workspace.uri('booking/x.py'))).toBeUndefined();
    expect(await nodeFiles.read(workspace.uri('booking/f.py'))).toBeDefined();
  });
});

describe('the encoding of a file', () => {
  let cli: string;
  beforeAll(async () => {
    cli = await bundle('cli');
  });

  const swapped = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
  it.each<readonly [string, (text: string) => Uint8Array]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a byte-order mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE', (text) => swapped(`\uFEFF${text}`)],
    ['UTF-16 LE without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 BE without a mark', swapped],
    ['Latin-1', (text) => Buffer.from(text, 'latin1')],
  ])('%s hides no name and changes none', (_, encode) => {
    using workspace = workspaceOf({
      'booking/right.py': encode(read('schlüssel')),
      'booking/wrong.py': encode(read('nöpe')),
    });
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'check', '--catalog', 'catalog.json', '--format', 'json'],
      { cwd: workspace.root, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    // Another test covers its shape.
    const { findings } = JSON.parse(stdout) as {
      readonly findings: readonly { readonly path: string; readonly names: readonly string[] }[];
    };
    expect(findings.map(({ path, names }) => [path, names])).toEqual([['booking/wrong.py', ['nöpe']]]);
  });
});
