import { exec, execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './support/program-process.ts';
import { root } from './support/programs.ts';

const catalog = '/v1/agents/PROJECT-HOTEL01/catalog';

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code once it has ended. */
  readonly ended: Promise<number | null>;
}

describe('npm start', () => {
  let folder: string;
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-start-'));
    port = await freePort();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('serves VS Code and a seeded vault, keeps its data, and ends everything it started', async () => {
    const first = await startAndWait();
    expect(first.output()).toMatch(new RegExp(`^Ready: http://127\\.0\\.0\\.1:${port}$`, 'm'));
    expect(first.output()).toMatch(/^Vault: http:\/\/127\.0\.0\.1:\d+$/m);
    // The workspace is inside this repository, whose changes are none of the user's.
    const settings = await readFile(path.join(folder, 'code', 'User', 'settings.json'), 'utf8');
    expect(settings).toContain('"git.enabled": false');
    const author = await keyOf('author');
    expect(first.output()).toContain(author);
    expect(await asked(first, author, catalog)).toContain('payments_api_key');
    expect((await stat(path.join(folder, 'keys', 'author.key'))).mode & 0o777).toBe(0o600);
    expect(await asked(first, author, '/v1/me')).toContain('"userId"');
    const [line = ''] = /^ {2}npm run .*booking_link.*$/m.exec(first.output()) ?? [];
    const { stdout } = await promisify(exec)(line, { cwd: root });
    expect(stdout).toMatch(/^https:\/\/hotel\.example\.com\/bookings\/HB-1042\?signature=[\da-f]{16}$/m);
    const tried = path.join(folder, 'examples', 'hotel-booking', 'functions', 'tried.py');
    await writeFile(tried, '# Tried out.\n');
    await stopAndWait(first);

    const second = await startAndWait();
    expect(await keyOf('author')).toBe(author);
    expect(await readFile(tried, 'utf8')).toContain('Tried out');
    expect(await asked(second, author, catalog)).toContain('payments_api_key');

    // VS Code outlives a vault that is killed, and the vault comes back.
    await promisify(execFile)('pkill', ['-KILL', '-f', `vault serve --data ${path.join(folder, 'vault')}`]);
    await expect.poll(second.output, { timeout: 60_000 }).toContain('The vault is running again.');
    expect(second.output()).toMatch(/The vault stopped unexpectedly \(SIGKILL\): see .*Starting it again\./);
    expect(await asked(second, author, catalog)).toContain('payments_api_key');
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).ok).toBe(true);
    await stopAndWait(second);
  });

  it('says in one sentence that a port is in use', async () => {
    const blocker = await startAndWait();
    const other = start(path.join(folder, 'other'));
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain(`Port ${port} is in use`);
    await stopAndWait(blocker);
  });

  it('refuses an option it does not know', async () => {
    const wrong = start(folder, ['--prot', '1']);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toContain('Usage: npm start');
  });

  function start(local: string, args: readonly string[] = ['--no-open', '--port', String(port)]): Started {
    const child = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, AGENT_SECRETS_LOCAL: local },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, output: () => text, ended };
  }

  async function startAndWait(): Promise<Started> {
    const started = start(folder);
    await expect.poll(() => started.output(), { timeout: 120_000 }).toContain('Ctrl-C stops everything');
    return started;
  }

  async function stopAndWait({ child, ended }: Started): Promise<void> {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed');
    await expect(fetch(`http://127.0.0.1:${port + 1}/healthz`)).rejects.toThrow('fetch failed');
  }

  async function keyOf(name: string): Promise<string> {
    return (await readFile(path.join(folder, 'keys', `${name}.key`), 'utf8')).trim();
  }
});

/** The vault's answer to a request with the key. */
async function asked({ output }: Started, key: string, what: string): Promise<string> {
  const url = /^Vault: (\S+)$/m.exec(output())?.[1] ?? '';
  const answer = await fetch(`${url}${what}`, { headers: { 'X-API-KEY': key } });
  return answer.text();
}
