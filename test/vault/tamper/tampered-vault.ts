import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { IntegrityError } from '../../../vault/crypto/index.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import {
  type Checkpoint,
  type CheckpointSink,
  encodeCheckpoint,
  makeCheckpoint,
} from '../../../vault/domain/audit/checkpoints.ts';
import { refuseRollback, RolledBack } from '../../../vault/domain/audit/rollback.ts';
import { changedSecret, withSecretMac, withVersionMac } from '../../../vault/domain/rows/row-macs.ts';
import { rowsToCheck } from '../../../vault/domain/integrity/verify-people.ts';
import { everyEnvironmentSecret } from '../../../vault/domain/integrity/every-secret.ts';
import { faultyVariableVersions } from '../../../vault/domain/integrity/verify-versions.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { spreadAudit } from '../support/spread-audit.ts';
import {
  addOtherAccount,
  openTestVault,
  type TestRequest,
  type TestVault,
  valueUrl,
} from '../support/test-vault.ts';

const secretCount = 20;

/**
 * A vault of 20 secrets with two versions each, and one of another account, for attackers who edit the
 * database without a key.
 */
export interface TamperedVault {
  readonly test: TestVault;
  readonly names: readonly string[];
  readonly database: Database.Database;
  /** The last checkpoint that is stored outside the database. */
  readonly checkpoint: string;
  readIsRefused(name: string): Promise<boolean>;
  tokenIsRefused(): Promise<boolean>;
  /** Whether a row of accounts or people does not match its MAC. */
  rowsComplain(): Promise<boolean>;
  /** Whether a creation that is sent again is refused. */
  repeatIsRefused(): Promise<boolean>;
  /** Whether `agent-secrets vault audit verify` would complain. */
  verifyComplains(): Promise<boolean>;
  chainComplains(): Promise<boolean>;
  startComplains(line: string): Promise<boolean>;
  /** Runs SQL; reverts the change when `work` is done. */
  whileEdited<T>(statement: string, values: readonly unknown[], work: () => Promise<T>): Promise<T>;
  /** Edits are reverted to the current state. */
  remember(): void;
  close(): Promise<void>;
}

const tables = [
  'accounts',
  'agents',
  'secrets',
  'secret_versions',
  'users',
  'tokens',
  'sandbox_sessions',
  'ended',
  'environment_secrets',
  'access_requests',
  'idempotency',
  'keys',
  'audit',
  'checkpoints',
];

export async function openTamperedVault(): Promise<TamperedVault> {
  const test = await openTestVault();
  await test.addAgents('A', 'B');
  const names = Array.from({ length: secretCount }, (_, index) => `s${String(index)}`);
  for (const name of names) {
    await test.addSecret(name, valueOf(name, 1), ['A']);
    await addVersion(test, name);
  }
  await addOtherAccount(test);
  await addPeople(test);
  await addForeignSecret(test);
  const key = await test.issue('agent', { agentId: 'A' });
  const checkpoint = encodeCheckpoint(await checkpointOf(test));
  const database = new Database(join(test.directory, 'vault.db'));
  spreadAudit(database);
  remember(database);
  const read = (name: string) => test.send({ url: valueUrl('A', name), key });

  return {
    test,
    names,
    database,
    checkpoint,
    readIsRefused: async (name) => (await read(name)).status === 500,
    tokenIsRefused: async () => (await test.send({ url: '/v1/me', key })).status >= 400,
    async rowsComplain() {
      try {
        for await (const { verify } of rowsToCheck(test.vault)) verify(test.vault.keyring);
        for await (const secret of everyEnvironmentSecret(test.vault)) {
          if ((await faultyVariableVersions(test.vault, secret)).length > 0) return true;
        }
        return false;
      } catch (error) {
        if (error instanceof IntegrityError) return true;
        throw error;
      }
    },
    repeatIsRefused: async () => (await test.send(creationOf(test))).status === 500,
    async verifyComplains() {
      for await (const fault of verifyRows(test.vault)) if (fault.id !== '') return true;
      return false;
    },
    chainComplains: async () => (await verifyAuditChain(test.vault)).fault !== undefined,
    startComplains: (line) => complains(test, line),
    async whileEdited(statement, values, work) {
      database.prepare(statement).run(...values);
      try {
        await newTurn();
        return await work();
      } finally {
        restore(database);
        await newTurn();
      }
    },
    remember() {
      spreadAudit(database);
      remember(database);
    },
    async close() {
      database.close();
      await test.close();
    },
  };
}

export function valueOf(name: string, version: number): string {
  return `not-a-real-${name}-${String(version)}`;
}

/** Two people with variables, a sandbox each, a request each, and a stored answer. */
async function addPeople(test: TestVault): Promise<void> {
  for (const secretName of ['s0', 's1']) {
    const key = await test.issue('author', { userId: await test.addUser('author') });
    const post = (url: string, body: unknown) => test.send({ method: 'POST', url, key, body });
    const answers = [
      await post('/v1/me/environment', {
        name: `KEY_OF_${secretName.toUpperCase()}`,
        value: 'not-a-real-key',
      }),
      await post('/v1/me/sandbox-sessions', {}),
      await post('/v1/agents/B/access-requests', { secretName, reason: 'Needed' }),
    ];
    if (answers.some(({ status }) => status !== 201)) throw new Error('A person has not what people have');
  }
  if ((await test.send(creationOf(test))).status !== 201) throw new Error('Nothing was created');
}

function creationOf({ adminKey }: TestVault): TestRequest {
  const headers = { 'idempotency-key': 'not-a-secret' };
  const body = { agentId: 'C', agentName: 'Agent C' };
  return { method: 'POST', url: '/v1/accounts/acc_test/agents', key: adminKey, headers, body };
}

/** A secret of the other account of the vault. */
async function addForeignSecret({ vault }: TestVault): Promise<void> {
  const { keyring } = vault;
  const at = vault.now().toISOString();
  const place = {
    accountId: 'acc_other',
    secretId: 'sec_foreign',
    name: 'foreign',
    kind: 'single',
    version: 1,
  } as const;
  const { secretId, accountId, name, kind, version } = place;
  const sealed = keyring.seal(place, Buffer.from(JSON.stringify(valueOf(name, version))));
  const secret = withSecretMac(keyring, {
    id: secretId,
    accountId,
    name,
    kind,
    fields: [],
    description: '',
    version,
    latestVersion: version,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    purgeAfter: null,
    deprecatedAt: null,
    replacement: null,
    upkeep: {},
    lastReadAt: null,
    access: { agentIds: ['other-agent'], ends: [], version: 1, updatedAt: at },
    revision: 1,
  });
  const stored = withVersionMac(keyring, {
    secretId,
    version,
    kind,
    fields: [],
    createdAt: at,
    createdBy: 'x',
    term: keyring.term,
    sealed,
  });
  await vault.storage.transact((tx) => tx.insertSecret(secret, stored));
}

/** Adds a version, as a rotation of the value does. */
async function addVersion({ vault }: TestVault, name: string): Promise<void> {
  await vault.storage.transact(async (tx) => {
    const secret = await tx.findSecret('acc_test', name);
    if (!secret) throw new Error('The secret is gone');
    const { id: secretId, accountId, kind, fields, createdAt } = secret;
    const version = secret.version + 1;
    const plain = Buffer.from(JSON.stringify(valueOf(name, version)));
    const sealed = vault.keyring.seal({ accountId, secretId, name, kind, version }, plain);
    const term = vault.keyring.term;
    const made = { secretId, version, kind, fields, createdAt, createdBy: 'x', term, sealed };
    await tx.insertVersion(withVersionMac(vault.keyring, made));
    await tx.updateSecret(changedSecret(vault.keyring, secret, { version, latestVersion: version }));
  });
}

async function checkpointOf({ vault }: TestVault): Promise<Checkpoint> {
  const made = await makeCheckpoint(vault);
  if (made) return made;
  throw new Error('Nothing was signed');
}

function remember(database: Database.Database): void {
  for (const table of tables) {
    database.exec(`drop table if exists temp.old_${table}`);
    database.exec(`create temp table old_${table} as select * from ${table}`);
  }
}

/** Reads in the same turn of the event loop share the snapshot of the first of them. */
async function newTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Reads continue to write to the log: entries added since the start stay. */
function restore(database: Database.Database): void {
  const edits = tables.map((table) => {
    const old = table === 'audit' ? ` where seq <= (select max(seq) from old_audit)` : '';
    return `delete from ${table}${old}; insert into ${table} select * from old_${table};`;
  });
  database.pragma('foreign_keys = OFF');
  database.exec(`begin immediate; ${edits.join(' ')} commit`);
}

async function complains({ vault }: TestVault, line: string): Promise<boolean> {
  const sink: CheckpointSink = {
    where: 'in its file',
    append: () => Promise.resolve(),
    async *lines() {
      yield line;
    },
    last: () => Promise.resolve(line),
  };
  try {
    await refuseRollback(vault.storage, vault.keyring, sink);
    return false;
  } catch (error) {
    if (error instanceof RolledBack) return true;
    throw error;
  }
}
