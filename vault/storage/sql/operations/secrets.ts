import { sql } from 'kysely';
import type { SecretRecord } from '../../records.ts';
import type { SecretFilter, Transaction } from '../../operations.ts';
import { StorageError } from '../../storage-error.ts';
import { type Database, endOfPrefix, startOfPage } from '../database.ts';
import { fromSecret, fromVersion, textList, toSecret, toVersion } from '../rows.ts';
import { agentIndexOf } from './agent-index.ts';

/** Agent secrets: their rows, and the index by which the secrets of an agent are found. */
export function secretOperations(database: Database) {
  const { queries, run, isOneOf } = database;
  const index = agentIndexOf(database);
  const change = secretChangeOf(database);
  const secrets = () => queries.selectFrom('secrets').selectAll('secrets');
  const find = async (query: ReturnType<typeof secrets>) => (await run(query.compile())).map(toSecret);
  const ofAccount = (accountId: string) => secrets().where('account_id', '=', accountId);
  /** An agent's own index gives its secrets in their order; otherwise the index of names does. */
  const inOrder = (accountId: string, agentId: string | undefined) =>
    agentId === undefined
      ? { query: ofAccount(accountId), name: 'secrets.name' as const }
      : { query: index.secretsOf(accountId, agentId), name: 'secret_agents.name' as const };

  return {
    async listSecrets(accountId, { after = '', limit }, filter: SecretFilter = {}) {
      const { agentId, kind, namePrefix = '', deleted = false } = filter;
      const { query, name } = inOrder(accountId, agentId);
      const start = startOfPage(after, namePrefix);
      // Both kinds of query have these columns; their types differ in what else is joined.
      const page = (query as ReturnType<typeof index.secretsOf>)
        .where(name, start.than, start.text)
        .where(name, '<', endOfPrefix(namePrefix))
        .where('deleted_at', deleted ? 'is not' : 'is', null)
        .$if(kind !== undefined, (one) => one.where('kind', '=', kind ?? 'single'))
        .orderBy(name)
        .limit(limit);
      return (await run(page.compile())).map(toSecret);
    },
    async findSecret(accountId, name) {
      return (await find(ofAccount(accountId).where('name', '=', name)))[0];
    },
    findSecrets: (accountId, names) =>
      find(ofAccount(accountId).where(isOneOf('name', names)).orderBy('name')),
    async findReadable(accountId, name) {
      const [secret] = await find(ofAccount(accountId).where('name', '=', name));
      if (!secret) return undefined;
      const query = queries
        .selectFrom('secret_versions')
        .selectAll()
        .where('secret_id', '=', secret.id)
        .where('version', '=', secret.version);
      const [version] = (await run(query.compile())).map(toVersion);
      if (!version) throw new StorageError('A secret lacks its value');
      return { secret, sealed: version.sealed };
    },
    secretsToPurge: (now, limit) =>
      find(secrets().where('purge_after', '<=', now).orderBy('purge_after').limit(limit)),
    secretsById: ({ after = '', limit }) =>
      find(secrets().where('id', '>', after).orderBy('id').limit(limit)),
    secretsOfDeletedAgents: (limit) =>
      find(secrets().where('id', 'in', index.idsOfDeletedAgents()).orderBy('id').limit(limit)),
    secretsWithoutRevision: (limit) =>
      find(
        secrets()
          .where(sql<boolean>`revision = 0`)
          .orderBy('id')
          .limit(limit),
      ),

    async insertSecret(secret, version) {
      const insert = queries
        .insertInto('secrets')
        .values(fromSecret(secret))
        .onConflict((conflict) => conflict.columns(['account_id', 'name']).doNothing())
        .returning('id');
      if ((await run(insert.compile())).length === 0) return false;
      await index.change(secret, [], secret.access.agentIds);
      await run(queries.insertInto('secret_versions').values(fromVersion(version)).compile());
      return true;
    },
    async updateSecret(secret) {
      const listed = queries.selectFrom('secrets').select('agent_ids').where('id', '=', secret.id);
      const [before] = await run(listed.compile());
      await change(secret, textList(before?.agent_ids ?? '[]'));
    },
    async purgeSecret(id) {
      await run(queries.deleteFrom('secret_versions').where('secret_id', '=', id).compile());
      await run(queries.deleteFrom('secret_agents').where('secret_id', '=', id).compile());
      await run(queries.deleteFrom('secrets').where('id', '=', id).compile());
    },
  } satisfies Partial<Transaction>;
}

/** Writes a secret whose access list is known as it is in the database. */
export function secretChangeOf(database: Database) {
  const { queries, run } = database;
  const index = agentIndexOf(database);
  return async (secret: SecretRecord, before: readonly string[]): Promise<void> => {
    await run(queries.updateTable('secrets').set(changesOf(secret)).where('id', '=', secret.id).compile());
    await index.change(secret, before, secret.access.agentIds);
  };
}

function changesOf(secret: SecretRecord) {
  const { id: _id, account_id: _account, name: _name, created_at: _created, ...changes } = fromSecret(secret);
  return changes;
}
