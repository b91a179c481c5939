import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { vaultStatus } from '../../../vault/operator/status.ts';
import { ask } from '../several/support/several-vaults.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startVaultProcess, type VaultProcess } from '../support/vault-process.ts';

const value = '/v1/agents/A/secrets/one/value';

let dataDir: string;
let vault: VaultProcess;
let agentKey: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'vault-back-'));
});
afterEach(async () => {
  await vault.stop('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(database?: string): Promise<void> {
  vault = await startVaultProcess(dataDir, 0, database);
}

const status = async (path: string, key = agentKey) => (await ask(vault.url, key, 'GET', path)).status;

/** An agent that reads a secret. */
async function addAgent(): Promise<string> {
  const admin = vault.adminKey;
  const me = await ask(vault.url, admin, 'GET', '/v1/me');
  const account = `/v1/accounts/${(me.json as { accountId: string }).accountId}`;
  const post = async (path: string, body: unknown) => {
    const { status: made, json } = await ask(vault.url, admin, 'POST', account + path, body);
    expect(made).toBe(201);
    return json;
  };
  await post('/agents', { agentId: 'A', agentName: 'Agent A' });
  await post('/secrets', { name: 'one', kind: 'single', value: 'not-a-real-key', agentIds: ['A'] });
  agentKey = ((await post('/tokens', { name: 'A', role: 'agent', agentId: 'A' })) as { token: string }).token;
  expect(await status(value)).toBe(200);
  return account;
}

async function revoke(account: string): Promise<void> {
  const path = `${account}/secrets/one/access`;
  const tag = (await ask(vault.url, vault.adminKey, 'GET', path)).headers.get('etag') ?? '';
  const answer = await ask(vault.url, vault.adminKey, 'PATCH', path, { revoke: ['A'] }, tag);
  expect(answer.status).toBe(200);
  expect(await status(value)).toBe(403);
}

/** Reads as the revoked agent until the vault is sealed; returns every status. */
async function askUntilSealed(): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let attempt = 0; attempt < 600; attempt += 1) {
    seen.push(await status(value));
    const { json } = await ask(vault.url, agentKey, 'GET', '/healthz');
    if ((json as { status: string }).status === 'sealed') return seen;
    await sleep(20);
  }
  throw new Error(`The vault was not sealed; it answered ${[...new Set(seen)].join(', ')}`);
}

async function expectExplained(database?: string): Promise<void> {
  const ready = await ask(vault.url, agentKey, 'GET', '/readyz');
  expect(ready).toMatchObject({ status: 503, json: { code: 'Sealed' } });
  expect((ready.json as { detail: string }).detail).toContain('lost entries while the vault was running');
  const { sealed, state } = await vaultStatus({ dataDir, ...(database !== undefined && { database }) });
  expect({ state, reason: sealed?.reason }).toEqual({ state: 'sealed', reason: 'went-back' });
  expect(vault.log()).toContain('sealed: the database lost entries');
  const metrics = await (await fetch(`${vault.url}/metrics`)).text();
  expect(metrics).toContain('agent_secrets_vault_database_went_back 1');
}

describe('a PostgreSQL under a running vault', () => {
  let server: PostgresServer;
  let database: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    database = await server.createDatabase();
  });
  afterAll(() => server.stop());

  it('that is replaced by an older copy does not answer a revoked agent, also after a restart', async () => {
    await start(database);
    const account = await addAgent();
    await server.copyData();
    await vault.stop('SIGTERM');
    await start(database);
    await revoke(account);
    const swapping = server.useCopy();
    const seen = await askUntilSealed();
    await swapping;
    expect(seen).not.toContain(200);
    await expectExplained(database);

    await vault.stop('SIGKILL');
    await start(database);
    expect(await status(value)).toBe(503);
    await vault.stop('SIGTERM');
    renameSync(join(dataDir, 'checkpoints.jsonl'), join(dataDir, 'checkpoints.old'));
    await start(database);
    expect(await status(value)).toBe(200);
  });

  it('that is replaced by a complete copy continues', async () => {
    await start(database);
    const account = await addAgent();
    await revoke(account);
    await server.copyData();
    await server.useCopy();
    let ready = 0;
    for (let attempt = 0; attempt < 600 && ready !== 200; attempt += 1) {
      ready = await status('/readyz');
      await sleep(20);
    }
    expect(await status(value)).toBe(403);
    expect(vault.log()).not.toContain('went back');
  });
});

it('an SQLite file that is replaced by an older one does not answer a revoked agent', async () => {
  await start();
  const account = await addAgent();
  const path = join(dataDir, 'vault.db');
  const older = new Database(path, { readonly: true });
  older.prepare('vacuum into ?').run(join(dataDir, 'older.db'));
  older.close();
  await revoke(account);
  renameSync(join(dataDir, 'older.db'), path);
  const seen = await askUntilSealed();
  expect(seen).not.toContain(200);
  await expectExplained();
  await vault.stop('SIGKILL');
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  await start();
  expect(await status(value)).toBe(503);
});
