import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import {
  bundleVaultCommandLine,
  type Served,
  type VaultCommandLine,
} from '../../cli/support/vault-command-line.ts';

let cli: VaultCommandLine;
let folder: string;
let data: string;
let running: Served | undefined;
beforeAll(async () => {
  cli = await bundleVaultCommandLine();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-operator-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const serve = async (directory = data, ...args: readonly string[]): Promise<Served> =>
  (running = await cli.serve('--data', directory, ...args));
const stop = async (signal?: NodeJS.Signals): Promise<void> => {
  await running?.stop(signal);
  running = undefined;
};
const init = () => cli.run('vault', 'init', '--data', data, '--account-name', 'Acme');
const clientOf = ({ url }: Served, directory = data) =>
  createVaultClient({ url, key: readFileSync(join(directory, 'admin.key'), 'utf8').trim(), fetch });

interface Status {
  readonly state: string;
  readonly terms: readonly { readonly term: number }[];
  readonly secrets: number;
  readonly rootKey: string;
}

async function status(directory = data): Promise<Status & { readonly code: number | null }> {
  const { code, stdout } = await cli.run('vault', 'status', '--data', directory, '--json');
  return { code, ...(JSON.parse(stdout) as Status) };
}

/** Secrets named s0, s1 …, each with a different value, and a key to read them with. */
async function fill(vault: Served, count: number): Promise<string> {
  const client = clientOf(vault);
  const { accountId } = await client.me();
  await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
  await Promise.all(
    Array.from({ length: count }, (_, index) => addSecret(vault, accountId, `s${String(index)}`)),
  );
  return (await client.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' })).token;
}

const addSecret = (vault: Served, accountId: string, name: string) =>
  clientOf(vault).createSecret(accountId, {
    name,
    kind: 'single',
    value: `not-a-real-${name}`,
    agentIds: ['A'],
  });

async function read(vault: Served, key: string, name: string): Promise<string> {
  const answer = await fetch(`${vault.url}/v1/agents/A/secrets/${name}/value`, {
    headers: { 'x-api-key': key },
  });
  return ((await answer.json()) as { value: string }).value;
}

describe('a vault is created, served, sealed and opened again', () => {
  it('and reports its state at each step', async () => {
    const made = await init();
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(join(data, 'admin.key'));
    expect(made.stdout).toContain(join(data, 'root.key'));
    expect(statSync(join(data, 'admin.key')).mode & 0o777).toBe(0o600);
    expect(await status()).toMatchObject({ code: 4, state: 'stopped', accounts: 1, secrets: 0 });

    const vault = await serve();
    const key = await fill(vault, 1);
    expect(statSync(join(data, 'control.sock')).mode & 0o777).toBe(0o600);
    expect(await status()).toMatchObject({
      code: 0,
      state: 'open',
      secrets: 1,
      agents: 1,
      address: vault.url,
    });

    expect(await cli.run('vault', 'seal', '--data', data)).toMatchObject({ code: 0, stderr: '' });
    expect(await status()).toMatchObject({ code: 3, state: 'sealed', sealed: { reason: 'operator' } });
    expect((await fetch(`${vault.url}/v1/me`, { headers: { 'x-api-key': key } })).status).toBe(503);

    await stop();
    expect(existsSync(join(data, 'control.sock'))).toBe(false);
    expect(await read(await serve(), key, 's0')).toBe('not-a-real-s0');
  });

  it('is not created twice, and the first is not changed', async () => {
    await init();
    const key = readFileSync(join(data, 'admin.key'), 'utf8');
    const again = await init();
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('already contains a vault');
    expect(readFileSync(join(data, 'admin.key'), 'utf8')).toBe(key);
  });

  it('answers its operator again after it was killed', async () => {
    await init();
    await serve();
    await stop('SIGKILL');
    expect(existsSync(join(data, 'control.sock'))).toBe(true);
    expect(await status()).toMatchObject({ code: 4, state: 'stopped' });
    await serve();
    expect(await status()).toMatchObject({ code: 0, state: 'open' });
  });

  it('is not created with a passphrase that is too short, and can be created afterwards', async () => {
    writeFileSync(join(folder, 'short'), 'too short');
    const setting = `passphrase:file:${join(folder, 'short')}`;
    const refused = await cli.run('vault', 'init', '--data', data, '--root-key', setting);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('too short to protect a vault');
    expect(await init()).toMatchObject({ code: 0 });
  });
});

describe('a back-up', () => {
  it('made under 8 writers has everything that was acknowledged before, and verifies', async () => {
    await init();
    const vault = await serve();
    const key = await fill(vault, 5);
    const { accountId } = await clientOf(vault).me();
    const acknowledged: string[] = [];
    const writing = { done: false };
    const writers = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let count = 0; !writing.done; count += 1) {
          const name = `w${String(writer)}-${String(count)}`;
          await addSecret(vault, accountId, name);
          acknowledged.push(name);
        }
      }),
    );
    const to = join(folder, 'copy.db');
    const before = acknowledged.length;
    const backup = await cli.run('vault', 'backup', '--data', data, '--to', to);
    const after = acknowledged.length;
    writing.done = true;
    await writers;
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    expect(backup.stdout).toContain('The backup does not contain the root key');
    expect(after).toBeGreaterThan(before);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    await stop();

    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'root.key'), readFileSync(join(data, 'root.key')), { mode: 0o600 });
    const restored = await cli.run('vault', 'restore', '--from', to, '--data', other);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const again = await serve(other);
    for (const name of ['s0', 's4', ...acknowledged.slice(0, before)]) {
      expect(await read(again, key, name), name).toBe(`not-a-real-${name}`);
    }
    const verified = await cli.run('vault', 'audit', 'verify', '--data', other);
    expect(verified.stdout).toMatch(/^Intact: /);
    expect(verified.code).toBe(0);
  });

  it('is not restored over anything, nor from something else, nor without its root key', async () => {
    await init();
    const to = join(folder, 'copy.db');
    await cli.run('vault', 'backup', '--data', data, '--to', to);
    const twice = await cli.run('vault', 'backup', '--data', data, '--to', to);
    expect(twice.stderr).toContain('already exists');
    const over = await cli.run('vault', 'restore', '--from', to, '--data', data);
    expect(over.stderr).toContain('is not empty');
    const other = join(folder, 'other');
    const noKey = await cli.run('vault', 'restore', '--from', to, '--data', other);
    expect(noKey.stderr).toContain('root.key is missing');
    expect(existsSync(other)).toBe(false);
    const deep = await cli.run('vault', 'restore', '--from', to, '--data', join(folder, 'new', 'deep'));
    expect(deep.stderr).toContain('root.key is missing');
    expect(existsSync(join(folder, 'new'))).toBe(false);
    mkdirSync(other);
    writeFileSync(join(folder, 'rubbish'), 'rubbish '.repeat(1000));
    const rubbish = await cli.run('vault', 'restore', '--from', join(folder, 'rubbish'), '--data', other);
    expect(rubbish.stderr).toContain('is not a backup of a vault');
    expect(rubbish.stderr).not.toContain('restoring');
    for (const refused of [twice, over, noKey, rubbish])
      expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(other, 'vault.db'))).toBe(false);
    expect(existsSync(other)).toBe(true);
  });

  it('that is older than the checkpoints is restored only on confirmation', async () => {
    await init();
    const to = join(folder, 'copy.db');
    await cli.run('vault', 'backup', '--data', data, '--to', to);
    await fill(await serve(), 1);
    await stop();
    const args = ['vault', 'restore', '--from', to, '--data', join(folder, 'other')];
    const also = [
      '--root-key',
      `file:${join(data, 'root.key')}`,
      '--checkpoints',
      join(data, 'checkpoints.jsonl'),
    ];
    const refused = await cli.run(...args, ...also);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('restore access that has since been revoked');
    expect(await cli.run(...args, ...also, '--accept-older')).toMatchObject({ code: 0 });
  });

  it('that was restored incompletely is not a vault, and can be restored again', async () => {
    await init();
    const to = join(folder, 'copy.db');
    await cli.run('vault', 'backup', '--data', data, '--to', to);
    const other = join(folder, 'other');
    mkdirSync(join(other, 'restoring'), { recursive: true });
    writeFileSync(join(other, 'restoring', 'vault.db'), 'half');
    writeFileSync(join(other, 'root.key'), readFileSync(join(data, 'root.key')), { mode: 0o600 });
    const made = await cli.run('vault', 'init', '--data', other);
    expect(made.stderr).toContain('was interrupted');
    expect(await cli.run('vault', 'restore', '--from', to, '--data', other)).toMatchObject({ code: 0 });
    await serve(other);
    expect(await status(other)).toMatchObject({ code: 0, state: 'open' });
  });
});

describe('keys', () => {
  it('rotate while values are read, and the vault opens with the new ones', async () => {
    await init();
    const vault = await serve();
    const key = await fill(vault, 20);
    const reading = { done: false };
    const wrong: string[] = [];
    const readers = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let index = 0; !reading.done; index = (index + 1) % 20) {
          const name = `s${String(index)}`;
          const value = await read(vault, key, name);
          if (value !== `not-a-real-${name}`) wrong.push(name);
        }
      }),
    );
    const root = readFileSync(join(data, 'root.key'), 'utf8');
    expect(await cli.run('vault', 'rotate-keys', '--data', data, '--term')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await cli.run('vault', 'rotate-keys', '--data', data, '--root')).toMatchObject({
      code: 0,
      stderr: '',
    });
    reading.done = true;
    await readers;
    expect(wrong).toEqual([]);
    expect((await status()).terms).toMatchObject([{ term: 2 }]);
    expect(readFileSync(join(data, 'root.key'), 'utf8')).not.toBe(root);
    await stop();
    expect(await read(await serve(), key, 's19')).toBe('not-a-real-s19');
  });

  it('rotate in a stopped vault too, to another kind of root key', async () => {
    await init();
    const key = await fill(await serve(), 2);
    await stop();
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'not-a-real-passphrase');
    const setting = `passphrase:file:${passphrase}`;
    const rotate = () => cli.run('vault', 'rotate-keys', '--data', data, '--root', setting);
    const rotated = await rotate();
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    expect(rotated.stdout).toContain(`--root-key '${setting}'`);
    // An operator who did not see the result repeats the command.
    expect(await rotate()).toMatchObject({ code: 0, stderr: '' });
    expect(await status()).toMatchObject({ rootKey: 'passphrase' });
    expect(await read(await serve(data, '--root-key', setting), key, 's1')).toBe('not-a-real-s1');
  });

  it('continue to rotate when vault and command were killed in the middle', async () => {
    await init();
    const key = await fill(await serve(), 600);
    let interrupted = false;
    for (let round = 0; round < 10 && !interrupted; round += 1) {
      const before = termsIn(data);
      const rotating = cli.start('vault', 'rotate-keys', '--data', data);
      while (termsIn(data) === before) await sleep(1);
      await stop('SIGKILL');
      rotating.kill('SIGKILL');
      interrupted = termsIn(data).includes(',');
      await serve();
    }
    expect(interrupted).toBe(true);
    expect(await cli.run('vault', 'rotate-keys', '--data', data)).toMatchObject({ code: 0, stderr: '' });
    expect((await status()).terms).toHaveLength(1);
    const vault = running ?? (await serve());
    for (let index = 0; index < 600; index += 1) {
      expect(await read(vault, key, `s${String(index)}`)).toBe(`not-a-real-s${String(index)}`);
    }
    expect((await cli.run('vault', 'audit', 'verify', '--data', data)).code).toBe(0);
  });
});

/** The terms that have keys, such as `1,2` in the middle of a rotation. */
function termsIn(directory: string): string {
  const database = new Database(join(directory, 'vault.db'), { readonly: true, timeout: 5000 });
  try {
    const terms = database
      .prepare(`select term from keys where purpose = 'term' order by term`)
      .pluck()
      .all();
    return terms.join();
  } finally {
    database.close();
  }
}
