import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { auditMac, chainStart } from '../../../vault/domain/audit/audit-mac.ts';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { firstSchema } from '../../../vault/storage/sqlite/migrations.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { createApp } from '../../../vault/app.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { pino } from 'pino';
import type { Keyring } from '../../../vault/crypto/index.ts';
import { firstMacs, stealKeys } from '../support/stolen-keys.ts';
import { ask, textOf } from './ask.ts';
import type { VaultProcess } from '../support/vault-process.ts';

const secrets = 40;
const entries = 12;
const names = Array.from({ length: secrets }, (_, index) => `old-${String(index)}`);
const now = '2026-01-01T00:00:00.000Z';

/** A data directory as the first released vault left it, with values, keys and an audit log. */
export async function makeFirstVault(directory: string): Promise<void> {
  const taken = takeDataDirectory(directory);
  const storage = openSqliteStorage(taken.databasePath);
  let ids = 0;
  let adminKey = '';
  const vault = await openVault({
    storage,
    rootKey: taken.rootKey,
    now: () => new Date(now),
    newId: (prefix) => `${prefix}_${String((ids += 1))}`,
    account: { id: 'acc_test', name: 'Test' },
    keepAdminKey: (key) => {
      adminKey = key;
      taken.keepAdminKey(key);
    },
  });
  await fill(vault, adminKey);
  await rewrite(vault, join(directory, 'vault.db'), join(directory, 'first.db'));
  await storage.close();
  taken.release();
  rmSync(join(directory, 'vault.db'));
  const database = new Database(join(directory, 'first.db'));
  database.exec(`vacuum into '${join(directory, 'vault.db')}'`);
  database.close();
  rmSync(join(directory, 'first.db'));
}

/** What is wrong with that vault after the migration. */
export async function firstVaultLosses(vault: VaultProcess): Promise<string | undefined> {
  if (!vault.url.startsWith('http')) return vault.line;
  const send = (method: 'GET' | 'POST', path: string, body?: unknown, key = vault.adminKey) =>
    ask(vault.url, { method, path, key, ...(body !== undefined && { body }) });
  const token = await send('POST', '/v1/accounts/acc_test/tokens', {
    name: 'run',
    role: 'agent',
    agentId: 'A',
  });
  if (token?.status !== 201) return JSON.stringify(token);
  for (const name of names) {
    const path = `/v1/agents/A/secrets/${name}/value`;
    const answer = await send('GET', path, undefined, textOf(token, 'token'));
    if (answer?.body['value'] !== `not-a-real-${name}`) return `${name}: ${JSON.stringify(answer)}`;
  }
  const chain = await send('GET', '/v1/accounts/acc_test/audit-events:verify');
  return chain?.body['intact'] === true ? undefined : JSON.stringify(chain);
}

async function fill(vault: Vault, key: string): Promise<void> {
  const logger = pino({ level: 'silent' });
  const app = await createApp({ vault, logger, hosts: [] });
  const post = async (url: string, body: object): Promise<void> => {
    const answer = await app.inject({ method: 'POST', url, body, headers: { 'x-api-key': key } });
    if (answer.statusCode !== 201) throw new Error(answer.payload);
  };
  await post('/v1/accounts/acc_test/agents', { agentId: 'A', agentName: 'Agent' });
  for (const name of names) {
    const secret = { name, kind: 'single', value: `not-a-real-${name}`, agentIds: ['A'] };
    await post('/v1/accounts/acc_test/secrets', secret);
  }
  await app.close();
}

/** The same content in the tables of the first release. */
async function rewrite(vault: Vault, from: string, to: string): Promise<void> {
  const database = new Database(to);
  for (const statement of firstSchema()) database.exec(statement);
  database.exec(`attach '${from}' as new`);
  for (const [table, columns] of Object.entries(copied)) {
    database.exec(`insert into ${table} (${columns}) select ${columns} from new.${table}`);
  }
  const macOf = firstMacs(await stealKeys(vault.storage, vault.seal.rootKey));
  for (const secret of await vault.storage.look((view) =>
    view.secretsById({ after: undefined, limit: 100 }),
  )) {
    const { agentIds, version, updatedAt } = secret.access;
    const mac = macOf('access-list', [secret.accountId, secret.id, version, agentIds]);
    const insert = database.prepare('insert into access_lists values (?, ?, ?, ?, ?)');
    insert.run(secret.id, JSON.stringify(agentIds), version, updatedAt, mac);
  }
  for (const token of await tokensOf(vault)) {
    const { id, accountId, role, agentId, expiresAt, revokedAt, digest } = token;
    const content = [id, accountId, role, agentId, expiresAt, revokedAt, digest.toString('base64')];
    const mac = macOf('token', content);
    database.prepare('update tokens set mac = ? where id = ?').run(mac, id);
  }
  writeLog({ ...vault.keyring, mac: macOf }, database);
  database.pragma('user_version = 1');
  database.close();
}

function tokensOf({ storage }: Vault) {
  return storage.look((view) => view.listTokens('acc_test', { after: undefined, limit: 100 }));
}

const copied: Readonly<Record<string, string>> = {
  meta: 'key, value',
  keys: 'purpose, term, wrapped, created_at',
  accounts: 'id, name, vault_enabled, catalog_version, created_at',
  agents: 'account_id, agent_id, agent_name, created_at, updated_at',
  secrets: 'id, account_id, name, kind, fields, description, version, created_at, updated_at',
  secret_versions: 'secret_id, version, wrapped_key, sealed_value',
  tokens: 'id, account_id, name, role, agent_id, digest, created_at, expires_at, revoked_at, mac',
};

function writeLog(keyring: Keyring, database: Database.Database): void {
  let previous = chainStart;
  const first = { secretId: null, revision: null, userId: null, targetId: null, address: null } as const;
  for (let seq = 1; seq <= entries; seq += 1) {
    const said = { action: 'secret.create', decision: 'allowed', code: null, secretName: 'old-0' } as const;
    const actor = { accountId: 'acc_test', actorId: 'tok_1', actorRole: 'admin', requestId: 'r' } as const;
    const lists = { agentId: null, version: 1, granted: [], revoked: [] } as const;
    previous = auditMac(keyring, { seq, at: now, ...actor, ...said, ...lists, ...first }, previous);
    const values = [seq, now, 'acc_test', 'tok_1', 'admin', 'secret.create', 'allowed', null, 'old-0'];
    const rest = [null, 1, '[]', '[]', 'r', previous];
    database
      .prepare(`insert into audit values (${[...values, ...rest].map(() => '?').join(', ')})`)
      .run(...values, ...rest);
  }
}
