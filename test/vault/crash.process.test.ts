import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { takeDataDirectory } from '../../vault/data-directory.ts';
import { verifyAuditChain } from '../../vault/domain/audit-chain.ts';
import { openVault } from '../../vault/domain/open-vault.ts';
import { openSqliteStorage } from '../../vault/storage/sqlite/index.ts';
import { startVaultProcess } from './support/vault-process.ts';

const writers = 32;
const rounds = 4;
const directory = mkdtempSync(join(tmpdir(), 'vault-crash-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('loses nothing it acknowledged when it is killed in the middle of 32 writers', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) acknowledged.push(...(await writeAndKill(round)));

  const vault = await startVaultProcess(directory);
  const client = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
  const { accountId } = await client.me();
  const stored = new Set((await client.secrets(accountId)).map(({ name }) => name));
  const values = await readValues(vault.url, vault.adminKey, accountId, acknowledged.slice(-200));
  await vault.stop('SIGKILL');

  expect(acknowledged.length).toBeGreaterThan(rounds * writers);
  expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
  expect(values).toEqual(acknowledged.slice(-200).map((name) => `not-a-real-${name}`));
  await expectIntact();
});

/** Names whose creation was acknowledged before the kill. */
async function writeAndKill(round: number): Promise<readonly string[]> {
  const vault = await startVaultProcess(directory);
  const client = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
  const { accountId } = await client.me();
  if (round === 0) await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
  const acknowledged: string[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const name = `r${String(round)}-w${String(writer)}-${String(count)}`;
      const value = `not-a-real-${name}`;
      await client.createSecret(accountId, { name, kind: 'single', value, agentIds: ['A'] });
      acknowledged.push(name);
    }
  };
  const all = Promise.allSettled(Array.from({ length: writers }, (_, writer) => write(writer)));
  while (acknowledged.length < 2 * writers) await sleep(5);
  await sleep(100 + 37 * round);
  await vault.stop('SIGKILL');
  await all;
  return acknowledged;
}

async function readValues(url: string, key: string, accountId: string, names: readonly string[]) {
  const client = createVaultClient({ url, key, fetch });
  const { token } = await client.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' });
  return Promise.all(
    names.map(async (name) => {
      const answer = await fetch(`${url}/v1/agents/A/secrets/${name}/value`, {
        headers: { 'x-api-key': token },
      });
      return ((await answer.json()) as { value: unknown }).value;
    }),
  );
}

async function expectIntact(): Promise<void> {
  const taken = takeDataDirectory(directory);
  const storage = openSqliteStorage(taken.databasePath);
  const vault = await openVault({
    storage,
    rootKey: taken.rootKey,
    now: () => new Date(),
    newId: (prefix) => prefix,
    account: { id: undefined, name: 'unused' },
    keepAdminKey: () => undefined,
  });
  const { entries, fault } = await verifyAuditChain(vault);
  expect(fault).toBeUndefined();
  expect(entries).toBeGreaterThan(rounds * writers);
  await storage.close();
  taken.release();
  const database = new Database(join(directory, 'vault.db'));
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
}
