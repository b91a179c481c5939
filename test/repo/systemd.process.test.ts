import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleVaultCommandLine, type VaultCommandLine } from '../cli/support/vault-command-line.ts';

/** The unit of deploy/systemd. No systemd runs as the first process where these tests run. */
const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'deploy/systemd/agent-secrets.service'), 'utf8');
const installed = '/usr/local/bin/agent-secrets';

const settings = text
  .split('\n')
  .map((line) => /^(\w+)=(.*)$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', value = '']) => ({ name, value }));
const valueOf = (name: string): string | undefined => settings.find((one) => one.name === name)?.value;

const hasAnalyzer = spawnSync('systemd-analyze', ['--version']).status === 0;

let folder = '';
let program: VaultCommandLine;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-unit-'));
  program = await bundleVaultCommandLine();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux')('the unit of systemd', () => {
  it.runIf(hasAnalyzer)('is valid for systemd, down to the last setting', () => {
    expect(analyze('verify', '--man=no')).toEqual({ status: 0, output: '' });
  });

  it.runIf(hasAnalyzer)('is sandboxed by systemd’s own measure: an exposure of at most 2.0 of 10', () => {
    const { status, output } = analyze('security', '--offline=true', '--threshold=20', '--no-pager');
    expect(output).toContain('Overall exposure level');
    expect(status).toBe(0);
  });

  it('runs as a user of its own that can gain no rights, on a machine it cannot change', () => {
    const closed = { NoNewPrivileges: 'yes', ProtectSystem: 'strict', ProtectHome: 'yes', LimitCORE: '0' };
    const found = Object.keys(closed).map((name) => [name, valueOf(name)]);
    expect(Object.fromEntries(found)).toEqual(closed);
    expect(valueOf('User')).toBe('agent-secrets');
    expect(valueOf('CapabilityBoundingSet')).toBe('');
  });

  it('gets its root key from a file of root, and contains no secret', () => {
    expect(valueOf('LoadCredential')).toBe('root.key:/etc/agent-secrets/root.key');
    expect(text).not.toMatch(/^Environment=/m);
    expect(text).not.toMatch(/postgres:\/\/\w+:/);
  });

  it('starts a vault with its command, and reloads it with its other one', async () => {
    const [data, credentials] = [path.join(folder, 'state'), path.join(folder, 'credentials')];
    mkdirSync(credentials, { mode: 0o700 });
    const made = path.join(folder, 'made');
    expect(await program.run('vault', 'init', '--data', made)).toMatchObject({ code: 0 });
    copyFileSync(path.join(made, 'root.key'), path.join(credentials, 'root.key'));
    const vault = startUnit(data, credentials);
    try {
      const url = await addressOf(vault);
      const reload = (valueOf('ExecReload') ?? '').replace('$MAINPID', String(vault.pid));
      execFileSync('sh', ['-c', reload]);
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
      // The key passed on by systemd is in use: none was created in the folder.
      expect(() => readFileSync(path.join(data, 'root.key'))).toThrow('ENOENT');
    } finally {
      const ended = once(vault, 'exit');
      vault.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    }
  });
});

/** The program is not installed here: systemd gets a program that exists. */
function analyze(...args: readonly string[]): { status: number | null; output: string } {
  const unit = path.join(folder, 'agent-secrets.service');
  writeFileSync(unit, text.replace(installed, '/bin/true'));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, unit], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** Runs the commands of the unit, in folders of the test and on a free port. */
function startUnit(data: string, credentials: string): ChildProcess {
  const [command, ...args] = (valueOf('ExecStart') ?? '').split(' ');
  expect(command).toBe(installed);
  const given = args.map((arg) =>
    arg.replace('/var/lib/agent-secrets', data).replace('${CREDENTIALS_DIRECTORY}', credentials),
  );
  return spawn(process.execPath, [program.file, ...given, '--port', '0'], {
    env: { CREDENTIALS_DIRECTORY: credentials },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('No output');
  for await (const line of createInterface(stdout)) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('The vault did not start.');
}
