import { sql } from 'kysely';
import type { VaultEvent } from '../../../contracts/vault-api/events.ts';
import type { AuditRecord, KeyRecord, ReadableRecord } from '../records.ts';
import { StorageError, type Transaction } from '../storage.ts';
import type { Connection } from './connection.ts';
import { fromToken, textList, toAccount, toAgent, toSecret, toToken } from './rows.ts';
import type { AccessRow, Queries, SecretRow } from './schema.ts';

/** Events kept for clients that come back; older ones must ask for everything again. */
const keptEvents = 1000;

/** What the storage remembers of the database while it is open. */
export interface Remembered {
  auditHead: { readonly seq: number; readonly mac: Buffer };
  newEvents: boolean;
}

/** The operations inside a group commit. SQLite answers at once; the promises serve other engines. */
export function createTransaction(
  connection: Connection,
  queries: Queries,
  remembered: Remembered,
): Transaction {
  const readable = prepareReadable(connection, queries);
  const insertAudit = connection.prepare(
    sql`insert into audit (${sql.join(auditColumns.map((column) => sql.ref(column)))})
        values (${sql.join(auditColumns)})`.compile(queries),
  );
  const secrets = () =>
    queries.selectFrom('secrets').innerJoin('access_lists', 'secret_id', 'secrets.id').selectAll();

  return {
    async vaultId() {
      const query = queries.selectFrom('meta').select('value').where('key', '=', 'vault_id');
      return connection.run(query.compile())[0]?.value;
    },
    async setVaultId(id) {
      connection.run(queries.insertInto('meta').values({ key: 'vault_id', value: id }).compile());
    },
    async keys() {
      return connection.run(queries.selectFrom('keys').selectAll().compile()).map((row): KeyRecord => ({
        purpose: row.purpose === 'seed' ? 'seed' : 'term',
        term: row.term,
        wrapped: row.wrapped,
        createdAt: row.created_at,
      }));
    },
    async insertKey({ purpose, term, wrapped, createdAt }) {
      connection.run(
        queries.insertInto('keys').values({ purpose, term, wrapped, created_at: createdAt }).compile(),
      );
    },

    ...accountOperations(connection, queries),

    async listSecrets(accountId, page) {
      const query = secrets()
        .where('account_id', '=', accountId)
        .where('name', '>', page.after ?? '')
        .orderBy('name')
        .limit(page.limit);
      return connection.run(query.compile()).map(toSecret);
    },
    async findSecret(accountId, name) {
      const query = secrets().where('account_id', '=', accountId).where('name', '=', name);
      return connection.run(query.compile()).map(toSecret)[0];
    },
    findReadable: async (accountId, name) => readable(accountId, name),
    async insertSecret(secret, sealed) {
      const taken = queries
        .selectFrom('secrets')
        .select('id')
        .where('account_id', '=', secret.accountId)
        .where('name', '=', secret.name);
      if (connection.run(taken.compile()).length > 0) return false;
      const { id, name, kind, description, version, access } = secret;
      const secretRow: SecretRow = {
        id,
        account_id: secret.accountId,
        name,
        kind,
        fields: JSON.stringify(secret.fields),
        description,
        version,
        created_at: secret.createdAt,
        updated_at: secret.updatedAt,
      };
      const accessRow: AccessRow = {
        secret_id: id,
        agent_ids: JSON.stringify(access.agentIds),
        access_version: access.version,
        access_updated_at: access.updatedAt,
        access_mac: access.mac,
      };
      const versionRow = {
        secret_id: id,
        version,
        wrapped_key: sealed.wrappedKey,
        sealed_value: sealed.sealedValue,
      };
      connection.run(queries.insertInto('secrets').values(secretRow).compile());
      connection.run(queries.insertInto('access_lists').values(accessRow).compile());
      connection.run(queries.insertInto('secret_versions').values(versionRow).compile());
      return true;
    },
    async updateAccess(secretId, access) {
      const row = {
        agent_ids: JSON.stringify(access.agentIds),
        access_version: access.version,
        access_updated_at: access.updatedAt,
        access_mac: access.mac,
      };
      connection.run(
        queries.updateTable('access_lists').set(row).where('secret_id', '=', secretId).compile(),
      );
    },

    async auditHead() {
      return remembered.auditHead;
    },
    async appendAudit(entry) {
      insertAudit.run(...auditValues(entry));
      remembered.auditHead = { seq: entry.seq, mac: entry.mac };
    },
    async appendEvent(accountId, event) {
      appendEvent(connection, queries, accountId, event);
      remembered.newEvents = true;
    },
  };
}

/** Three look-ups by key: SQLite takes three times as long for the join that says the same. */
function prepareReadable(connection: Connection, queries: Queries) {
  const secret = connection.prepare(
    queries
      .selectFrom('secrets')
      .select(['id', 'kind', 'version'])
      .where('account_id', '=', '')
      .where('name', '=', '')
      .compile(),
  );
  const access = connection.prepare(
    queries.selectFrom('access_lists').selectAll().where('secret_id', '=', '').compile(),
  );
  const sealed = connection.prepare(
    queries
      .selectFrom('secret_versions')
      .select(['wrapped_key', 'sealed_value'])
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .compile(),
  );
  return (accountId: string, name: string): ReadableRecord | undefined => {
    const found = secret.get(accountId, name);
    if (!found) return undefined;
    const list = access.get(found.id);
    const value = sealed.get(found.id, found.version);
    if (!list || !value) throw new StorageError('A secret lacks its value or access list');
    return {
      ...found,
      access: { agentIds: textList(list.agent_ids), version: list.access_version, mac: list.access_mac },
      sealed: { wrappedKey: value.wrapped_key, sealedValue: value.sealed_value },
    };
  };
}

/** Accounts, agents and tokens. */
function accountOperations(connection: Connection, queries: Queries) {
  const accounts = () => queries.selectFrom('accounts').selectAll();
  const agents = (accountId: string) =>
    queries.selectFrom('agents').selectAll().where('account_id', '=', accountId);
  const findAccountWhere = (query: ReturnType<typeof accounts>) =>
    connection.run(query.compile()).map(toAccount)[0];

  return {
    findAccount: async (id) => findAccountWhere(accounts().where('id', '=', id)),
    firstAccount: async () => findAccountWhere(accounts().orderBy('created_at').limit(1)),
    async insertAccount({ id, name, vaultEnabled, catalogVersion, createdAt }) {
      const row = {
        id,
        name,
        vault_enabled: vaultEnabled ? 1 : 0,
        catalog_version: catalogVersion,
        created_at: createdAt,
      };
      connection.run(queries.insertInto('accounts').values(row).compile());
    },
    async bumpCatalogVersion(accountId) {
      const query = queries
        .updateTable('accounts')
        .set((eb) => ({ catalog_version: eb('catalog_version', '+', 1) }))
        .where('id', '=', accountId);
      connection.run(query.compile());
    },

    async listAgents(accountId, page) {
      const query = agents(accountId)
        .where('agent_id', '>', page.after ?? '')
        .orderBy('agent_id')
        .limit(page.limit);
      return connection.run(query.compile()).map(toAgent);
    },
    async findAgent(accountId, agentId) {
      return connection.run(agents(accountId).where('agent_id', '=', agentId).compile()).map(toAgent)[0];
    },
    async unknownAgents(accountId, agentIds) {
      const find = connection.prepare(agents(accountId).where('agent_id', '=', '').compile());
      return agentIds.filter((agentId) => find.get(accountId, agentId) === undefined);
    },
    async insertAgent({ accountId, agentId, agentName, createdAt, updatedAt }) {
      if (connection.run(agents(accountId).where('agent_id', '=', agentId).compile()).length > 0)
        return false;
      const row = {
        account_id: accountId,
        agent_id: agentId,
        agent_name: agentName,
        created_at: createdAt,
        updated_at: updatedAt,
      };
      connection.run(queries.insertInto('agents').values(row).compile());
      return true;
    },

    async insertToken(token) {
      connection.run(queries.insertInto('tokens').values(fromToken(token)).compile());
    },
    async findTokenById(accountId, id) {
      const query = queries
        .selectFrom('tokens')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '=', id);
      return connection.run(query.compile()).map(toToken)[0];
    },
    async updateToken(token) {
      connection.run(
        queries.updateTable('tokens').set(fromToken(token)).where('id', '=', token.id).compile(),
      );
    },
  } satisfies Partial<Transaction>;
}

function appendEvent(connection: Connection, queries: Queries, accountId: string, event: VaultEvent): void {
  const row = { account_id: accountId, event: JSON.stringify(event) };
  const inserted = queries.insertInto('events').values(row).returning('seq').compile();
  const seq = connection.run<{ seq: number }>(inserted)[0]?.seq ?? 0;
  connection.run(
    queries
      .deleteFrom('events')
      .where('seq', '<=', seq - keptEvents)
      .compile(),
  );
}

const auditColumns = [
  'seq',
  'at',
  'account_id',
  'actor_id',
  'actor_role',
  'action',
  'decision',
  'code',
  'secret_name',
  'agent_id',
  'version',
  'granted',
  'revoked',
  'request_id',
  'mac',
] as const;

/** In the order of {@link auditColumns}. */
function auditValues(entry: AuditRecord): readonly unknown[] {
  return [
    entry.seq,
    entry.at,
    entry.accountId,
    entry.actorId,
    entry.actorRole,
    entry.action,
    entry.decision,
    entry.code,
    entry.secretName,
    entry.agentId,
    entry.version,
    JSON.stringify(entry.granted),
    JSON.stringify(entry.revoked),
    entry.requestId,
    entry.mac,
  ];
}
