import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import {
  withAgentMac,
  withEnvironmentMac,
  withSecretMac,
  withUserMac,
  withVersionMac,
} from '../../../vault/domain/rows/row-macs.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import type { AuditSubject } from '../../../vault/domain/context/audit-subject.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { createToken, daysFromNow } from '../../../vault/domain/people/tokens.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import type { Transaction } from '../../../vault/storage/storage.ts';
import { hasFields, idOfSecret, secretName, valueOf, variableName } from './workload.ts';

/** Where the benchmark stores a vault. */
export interface Place {
  readonly dataDir: string;
  /** A PostgreSQL; SQLite in `dataDir` when absent. */
  readonly database?: string;
}

/** The contents of a benchmark vault, and the keys to access it. */
export interface Fixture {
  readonly accountId: string;
  readonly secrets: number;
  readonly agents: number;
  /**
   * Whether the tag of an access list names its secret. Older code, which can be measured for comparison, has
   * none.
   */
  readonly isIdInTag?: boolean;
  readonly adminKey: string;
  /** Of the agent `bench`, which is on every access list. */
  readonly agentKey: string;
  readonly agentId: 'bench';
  /** Of a person with environment secrets. */
  readonly personKey: string;
}

const secretsAtOnce = 2000;
const variables = 64;
const actor = { actorId: 'vault', actorRole: 'vault', requestId: 'bench' } as const;

/** A new vault with one secret, which {@link grow} makes larger. */
export async function createFixture(place: Place): Promise<Fixture> {
  return withVault(place, async (vault, accountId) => {
    const expiresAt = daysFromNow(vault, 1);
    const agent = createToken(vault, {
      accountId,
      name: 'bench',
      role: 'agent',
      agentId: 'bench',
      expiresAt,
      issuedBy: null,
    });
    const userId = vault.newId('usr');
    const person = createToken(vault, {
      accountId,
      name: 'person',
      role: 'author',
      agentId: null,
      userId,
      expiresAt,
      issuedBy: null,
    });
    await vault.storage.transact(async (tx) => {
      for (const agentId of ['bench', 'writer']) await insertAgent(vault, tx, accountId, agentId);
      await insertPerson(vault, tx, accountId, userId);
      await tx.insertToken(agent.record);
      await tx.insertToken(person.record);
    });
    const adminKey = readFileSync(join(place.dataDir, 'admin.key'), 'utf8').trim();
    const keys = { adminKey, agentKey: agent.token, personKey: person.token };
    return { accountId, ...keys, agentId: 'bench', secrets: 0, agents: 0, isIdInTag: true };
  });
}

/** Adds secrets and agents up to the given numbers, through the storage, with real encryption. */
export async function grow(
  place: Place,
  fixture: Fixture,
  {
    secrets = fixture.secrets,
    agents = fixture.agents,
  }: { readonly secrets?: number; readonly agents?: number },
): Promise<Fixture> {
  return withVault(place, async (vault, accountId) => {
    for (let start = fixture.agents; start < agents; start += secretsAtOnce) {
      await vault.storage.transact(async (tx) => {
        for (const index of from(start, agents)) await insertAgent(vault, tx, accountId, agentName(index));
        await tx.bumpCatalogVersion(accountId);
      });
    }
    for (let start = fixture.secrets; start < secrets; start += secretsAtOnce) {
      await vault.storage.transact(async (tx) => {
        for (const index of from(start, secrets)) await insertSecret(vault, tx, accountId, index, agents);
        await tx.bumpCatalogVersion(accountId);
      });
    }
    return { ...fixture, secrets, agents };
  });
}

function agentName(index: number): string {
  return `agent-${String(index).padStart(5, '0')}`;
}

function from(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.min(secretsAtOnce, end - start) }, (_, index) => start + index);
}

async function withVault<T>(
  { dataDir, database }: Place,
  work: (vault: Vault, accountId: string) => Promise<T>,
): Promise<T> {
  const directory = takeDataDirectory(dataDir);
  const storage =
    database === undefined ? openSqliteStorage(directory.databasePath) : await openPostgresStorage(database);
  try {
    const vault = await openVault({
      storage,
      rootKey: directory.rootKey,
      now: () => new Date(),
      newId: (prefix) => `${prefix}_${randomBytes(16).toString('hex')}`,
      account: { id: 'acc_bench', name: 'Bench' },
      keepAdminKey: (key) => directory.keepAdminKey(key),
    });
    return await work(vault, 'acc_bench');
  } finally {
    await storage.close();
    directory.release();
  }
}

async function insertAgent(vault: Vault, tx: Transaction, accountId: string, agentId: string) {
  const now = vault.now().toISOString();
  const agent = { accountId, agentId, agentName: `The agent ${agentId}`, createdAt: now, updatedAt: now };
  await tx.insertAgent(withAgentMac(vault.keyring, { ...agent, deletedAt: null, revision: 1 }));
}

/** As the domain writes it, with its audit entry. Every secret is granted to `bench` and one more agent. */
async function insertSecret(vault: Vault, tx: Transaction, accountId: string, index: number, agents: number) {
  const now = vault.now().toISOString();
  const name = secretName(index);
  const id = idOfSecret(index);
  const agentIds = agents === 0 ? ['bench'] : [agentName(index % agents), 'bench'];
  const kind = hasFields(index) ? 'key_value' : 'single';
  const value = valueOf(index, 1);
  const fields = typeof value === 'string' ? [] : Object.keys(value);
  const secret = withSecretMac(vault.keyring, {
    id,
    accountId,
    name,
    kind,
    fields,
    description: `What secret number ${String(index)} is for`,
    version: 1,
    latestVersion: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    purgeAfter: null,
    deprecatedAt: null,
    replacement: null,
    upkeep: {},
    lastReadAt: null,
    access: { agentIds, ends: [], version: 1, updatedAt: now },
    revision: 1,
  });
  const sealed = vault.keyring.seal(
    { accountId, secretId: id, name, kind, version: 1 },
    Buffer.from(JSON.stringify(value)),
  );
  const { term } = vault.keyring;
  const version = {
    secretId: id,
    version: 1,
    kind,
    fields,
    term,
    createdAt: now,
    createdBy: 'vault',
    sealed,
  } as const;
  await tx.insertSecret(secret, withVersionMac(vault.keyring, version));
  const subject: AuditSubject = {
    action: 'secret.create',
    secretName: name,
    version: 1,
    granted: agentIds,
    secretId: id,
    revision: 1,
  };
  await appendEntry(vault, tx, { accountId, ...actor }, subject, undefined);
}

async function insertPerson(vault: Vault, tx: Transaction, accountId: string, userId: string) {
  const now = vault.now().toISOString();
  const person = { id: userId, accountId, name: 'Bench', email: null, role: 'author', issuer: null } as const;
  await tx.insertUser(
    withUserMac(vault.keyring, {
      ...person,
      subject: null,
      createdAt: now,
      updatedAt: now,
      disabledAt: null,
      revision: 1,
    }),
  );
  for (let index = 0; index < variables; index += 1) {
    const secret = withEnvironmentMac(vault.keyring, {
      id: vault.newId('env'),
      accountId,
      userId,
      name: variableName(index),
      description: '',
      version: 1,
      createdAt: now,
      updatedAt: now,
      revision: 1,
    });
    const { id: secretId, name } = secret;
    const place = { accountId, secretId, name, version: 1, kind: 'single' } as const;
    const sealed = vault.keyring.seal(place, Buffer.from('"not-a-real-value"'));
    const { term } = vault.keyring;
    const version = {
      secretId,
      version: 1,
      kind: 'single',
      fields: [],
      term,
      createdAt: now,
      createdBy: userId,
      sealed,
    } as const;
    await tx.insertEnvironmentSecret(secret, withVersionMac(vault.keyring, version));
  }
}
