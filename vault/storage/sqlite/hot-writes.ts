import type { CompiledQuery } from 'kysely';
import type { EnvironmentSecretRecord, SecretRecord, VersionRecord } from '../records.ts';
import type { Transaction } from '../operations.ts';
import { isOldEvent } from '../sql/operations/log.ts';
import { fromSecret, fromVersion, textList, toKey, toSecret } from '../sql/rows.ts';
import { fromEnvironmentSecret, toEnvironmentSecret } from '../sql/rows-of-people.ts';
import type { Queries } from '../sql/tables.ts';
import type { Connection } from './connection.ts';

type Prepared = Pick<
  Transaction,
  | 'keys'
  | 'findSecret'
  | 'updateSecret'
  | 'insertVersion'
  | 'rewrapVersion'
  | 'bumpCatalogVersion'
  | 'findEnvironmentSecret'
  | 'updateEnvironmentSecret'
  | 'appendEvent'
>;

/**
 * What new versions, grants and environment secrets do again and again, in statements that are
 * compiled once: building their texts would take longer than running them.
 */
export function prepareWrites(connection: Connection, queries: Queries): Prepared {
  const prepare = <Row>(query: CompiledQuery<Row>) => connection.prepare(query);
  const secrets = prepare(
    queries.selectFrom('secrets').selectAll().where('account_id', '=', '').where('name', '=', '').compile(),
  );
  const keys = queries.selectFrom('keys').selectAll().orderBy('purpose').orderBy('term').compile();
  const lists = prepare(queries.selectFrom('secrets').select('agent_ids').where('id', '=', '').compile());
  const secretChange = prepare(
    queries.updateTable('secrets').set(changesOf(secretLike)).where('id', '=', '').compile(),
  );
  const versions = prepare(queries.insertInto('secret_versions').values(fromVersion(versionLike)).compile());
  const wrapping = prepare(
    queries
      .updateTable('secret_versions')
      .set({ wrapped_key: Buffer.alloc(0), term: 0 })
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .returning('version')
      .compile(),
  );
  const catalogs = prepare(
    queries
      .updateTable('accounts')
      .set((eb) => ({ catalog_version: eb('catalog_version', '+', 1) }))
      .where('id', '=', '')
      .compile(),
  );
  const grant = prepare(
    queries
      .insertInto('secret_agents')
      .values(agentRow('', '', '', ''))
      .compile(),
  );
  const revoke = prepare(
    queries.deleteFrom('secret_agents').where('secret_id', '=', '').where('agent_id', '=', '').compile(),
  );
  const events = prepare(queries.insertInto('events').values({ account_id: '', event: '' }).compile());
  const oldEvents = prepare(queries.deleteFrom('events').where(isOldEvent).compile());
  const variables = prepare(
    queries
      .selectFrom('environment_secrets')
      .selectAll()
      .where('user_id', '=', '')
      .where('name', '=', '')
      .compile(),
  );
  const variableChange = prepare(
    queries
      .updateTable('environment_secrets')
      .set(fromEnvironmentSecret(variableLike))
      .where('id', '=', '')
      .compile(),
  );
  return {
    async keys() {
      return connection.run(keys).map(toKey);
    },
    async findSecret(accountId, name) {
      const row = secrets.get(accountId, name);
      return row && toSecret(row);
    },
    async updateSecret(secret) {
      const changes = changesOf(secret);
      const { id, accountId, name, access } = secret;
      const before = lists.get(id)?.agent_ids;
      secretChange.run(...valuesOf(changes), id);
      if (before === changes.agent_ids) return;
      const old = new Set(textList(before ?? '[]'));
      for (const agentId of access.agentIds) {
        if (!old.delete(agentId)) grant.run(...valuesOf(agentRow(accountId, agentId, name, id)));
      }
      for (const agentId of old) revoke.run(id, agentId);
    },
    async insertVersion(version) {
      versions.run(...valuesOf(fromVersion(version)));
    },
    async rewrapVersion({ secretId, version }, wrappedKey, term) {
      return wrapping.get(wrappedKey, term, secretId, version) !== undefined;
    },
    async bumpCatalogVersion(accountId) {
      catalogs.run(1, accountId);
    },
    async appendEvent(accountId, event) {
      events.run(accountId, JSON.stringify(event));
      oldEvents.run();
    },
    async findEnvironmentSecret(userId, name) {
      const row = variables.get(userId, name);
      return row && toEnvironmentSecret(row);
    },
    async updateEnvironmentSecret(secret) {
      variableChange.run(...valuesOf(fromEnvironmentSecret(secret)), secret.id);
    },
  };
}

/** The columns of a kind of row always come in the same order, which is that of the parameters. */
function valuesOf(row: object): readonly unknown[] {
  return Object.values(row);
}

function changesOf(secret: SecretRecord) {
  const { id: _id, account_id: _account, name: _name, created_at: _created, ...changes } = fromSecret(secret);
  return changes;
}

function agentRow(accountId: string, agentId: string, name: string, secretId: string) {
  return { account_id: accountId, agent_id: agentId, name, secret_id: secretId };
}

/** Records without content: only their columns count. */
const common = {
  accountId: '',
  name: '',
  description: '',
  version: 0,
  createdAt: '',
  updatedAt: '',
} as const;

const secretLike: SecretRecord = {
  ...common,
  id: '',
  kind: 'single',
  fields: [],
  latestVersion: 0,
  deletedAt: null,
  purgeAfter: null,
  deprecatedAt: null,
  replacement: null,
  access: { agentIds: [], version: 0, updatedAt: '' },
  revision: 0,
  mac: Buffer.alloc(0),
};

const variableLike: EnvironmentSecretRecord = {
  ...common,
  id: '',
  userId: '',
  revision: 0,
  mac: Buffer.alloc(0),
};

const versionLike: VersionRecord = {
  secretId: '',
  version: 0,
  kind: 'single',
  fields: [],
  term: 0,
  createdAt: '',
  createdBy: '',
  sealed: { wrappedKey: Buffer.alloc(0), sealedValue: Buffer.alloc(0) },
};
