import { sql } from 'kysely';
import type { SecretRecord } from '../../records.ts';
import type { SecretFilter, Transaction } from '../../operations.ts';
import { StorageError } from '../../storage-error.ts';
import { type Database, endOfPrefix, repeated, startOfPage } from '../database.ts';
import { endsText, fromSecret, fromVersion, toSealed, toSecret, toVersion } from '../rows.ts';
import { agentIndexOf } from './agent-index.ts';
import type { VersionRow } from '../tables.ts';
import { upkeepText } from '../../upkeep-text.ts';

/** Agent secrets: their rows, and the index for finding the secrets of an agent. */
export function secretOperations(database: Database) {
  const { queries, run, isOneOf } = database;
  const index = agentIndexOf(database);
  const secrets = () => queries.selectFrom('secrets').selectAll('secrets');
  const find = async (query: ReturnType<typeof secrets>) => (await run(query.compile())).map(toSecret);
  const ofAccount = (accountId: string) => secrets().where('account_id', '=', accountId);
  const byName = repeated(database, ({ accountId, name }: { accountId: string; name: string }) =>
    ofAccount(accountId).where('name', '=', name).compile(),
  );
  const findByName = async (accountId: string, name: string) =>
    (await byName({ accountId, name })).map(toSecret)[0];
  const currentVersion = repeated(database, ({ id, version }: { id: string; version: number }) =>
    queries
      .selectFrom('secret_versions')
      .select(['wrapped_key', 'sealed_value'])
      .where('secret_id', '=', id)
      .where('version', '=', version)
      .compile(),
  );
  const update = (changes: object) =>
    queries.updateTable('secrets').set(changes).where('id', '=', '').compile();
  const wholeChange = repeated(database, update);
  const plainChange = repeated(database, update);
  /** `before`: the secret as stored. */
  const changeSecret = async (secret: SecretRecord, before: SecretRecord | undefined): Promise<void> => {
    const changes = changesOf(secret);
    await (before && isPlainChange(before, secret)
      ? plainChange(plainChangesOf(changes), secret.id)
      : wholeChange(changes, secret.id));
    await index.change(secret, before?.access.agentIds ?? [], secret.access.agentIds);
  };
  /** An agent's own index has its secrets in order; without an agent, the index of names is used. */
  const inOrder = (accountId: string, agentId: string | undefined) =>
    agentId === undefined
      ? { query: ofAccount(accountId), name: 'secrets.name' as const }
      : { query: index.secretsOf(accountId, agentId), name: 'secret_agents.name' as const };

  return {
    async listSecrets(accountId, { after = '', limit }, filter: SecretFilter = {}) {
      const { agentId, kind, namePrefix = '', deleted = false } = filter;
      const { query, name } = inOrder(accountId, agentId);
      const start = startOfPage(after, namePrefix);
      // Both kinds of query have these columns; their types differ in the joined tables.
      const page = (query as ReturnType<typeof index.secretsOf>)
        .where(name, start.than, start.text)
        .where(name, '<', endOfPrefix(namePrefix))
        .where('deleted_at', deleted ? 'is not' : 'is', null)
        .$if(kind !== undefined, (one) => one.where('kind', '=', kind ?? 'single'))
        .orderBy(name)
        .limit(limit);
      return (await run(page.compile())).map(toSecret);
    },
    findSecret: findByName,
    changeSecret,
    findSecrets: (accountId, names) =>
      find(ofAccount(accountId).where(isOneOf('name', names)).orderBy('name')),
    async findReadable(accountId, name) {
      const secret = await findByName(accountId, name);
      if (!secret) return undefined;
      const [sealed] = (await currentVersion({ id: secret.id, version: secret.version })).map(toSealed);
      if (!sealed) throw new StorageError('A secret lacks its value');
      return { secret, sealed };
    },
    secretsToPurge: (now, limit) =>
      find(secrets().where('purge_after', '<=', now).orderBy('purge_after').limit(limit)),
    secretsWithEndedAccess: (now, limit) =>
      find(
        secrets()
          .where(sql<boolean>`access_ends <> '[]'`)
          // Sorts after every string that starts with this time, and before every one with a later time.
          .where('access_ends', '<', `["${now}"~`)
          .orderBy('access_ends')
          .limit(limit),
      ),
    async countDue(before) {
      const count = queries
        .selectFrom('secrets')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('due_on', '<', before)
        .where('deleted_at', 'is', null);
      return Number((await run(count.compile()))[0]?.count ?? 0);
    },
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
      const [before] = await find(secrets().where('id', '=', secret.id));
      await changeSecret(secret, before);
    },
    async touchSecret(id, lastReadAt) {
      const query = queries
        .updateTable('secrets')
        .set({ last_read_at: lastReadAt })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('last_read_at', 'is', null), eb('last_read_at', '<', lastReadAt)]));
      await run(query.compile());
    },
    async purgeSecret(id) {
      await run(queries.deleteFrom('secret_versions').where('secret_id', '=', id).compile());
      await run(queries.deleteFrom('secret_agents').where('secret_id', '=', id).compile());
      await run(queries.deleteFrom('secrets').where('id', '=', id).compile());
    },
  } satisfies Partial<Transaction> & { changeSecret: typeof changeSecret };
}

/** SQLite rewrites every index on a column that is set, even if the value is unchanged. */
function isPlainChange(before: SecretRecord, secret: SecretRecord): boolean {
  return (
    before.kind === secret.kind &&
    before.deletedAt === secret.deletedAt &&
    before.purgeAfter === secret.purgeAfter &&
    endsText(before.access.ends) === endsText(secret.access.ends) &&
    upkeepText(before.upkeep) === upkeepText(secret.upkeep)
  );
}

function changesOf(secret: SecretRecord) {
  const { id: _id, account_id: _account, name: _name, created_at: _created, ...others } = fromSecret(secret);
  const { last_read_at: _read, ...changes } = others;
  return changes;
}

function plainChangesOf(changes: ReturnType<typeof changesOf>) {
  const { kind: _kind, deleted_at: _deleted, purge_after: _purge, access_ends: _ends, ...others } = changes;
  const { upkeep: _upkeep, due_on: _due, ...plain } = others;
  return plain;
}

/** Versions of agent secrets and of environment secrets. */
export function versionOperations(database: Database) {
  const { queries, run, versionsOfTerm: walk } = database;
  const insert = repeated(database, (row: VersionRow) =>
    queries.insertInto('secret_versions').values(row).compile(),
  );
  const rewrap = repeated(database, (changes: Pick<VersionRow, 'wrapped_key' | 'term'>) =>
    queries
      .updateTable('secret_versions')
      .set(changes)
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .returning('version')
      .compile(),
  );
  const versions = () => queries.selectFrom('secret_versions').selectAll();

  return {
    async listVersions(secretId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const query = versions()
        .where('secret_id', '=', secretId)
        .where('version', '<', Math.min(before, largestVersion))
        .orderBy('version', 'desc')
        .limit(limit);
      return (await run(query.compile())).map(toVersion);
    },
    async findVersion(secretId, version) {
      const query = versions().where('secret_id', '=', secretId).where('version', '=', version);
      return (await run(query.compile())).map(toVersion)[0];
    },
    async hasVersionsWithoutMac() {
      const query = queries.selectFrom('secret_versions').select('version').where(lacksMac).limit(1);
      return (await run(query.compile())).length > 0;
    },
    async versionsOfTerm(term, { after, limit }) {
      const query = versions()
        .where('term', '=', term)
        .$if(after !== undefined, (all) => (after ? all.where(walk.isBehind(after)) : all))
        .orderBy(walk.order)
        .limit(limit);
      return (await run(query.compile())).map(toVersion);
    },
    async insertVersion(version) {
      await insert(fromVersion(version));
    },
    async setVersionMac({ secretId, version }, mac) {
      const query = queries
        .updateTable('secret_versions')
        .set({ mac })
        .where('secret_id', '=', secretId)
        .where('version', '=', version);
      await run(query.compile());
    },
    async rewrapVersion({ secretId, version }, wrappedKey, term) {
      return (await rewrap({ wrapped_key: wrappedKey, term }, secretId, version)).length > 0;
    },
  } satisfies Partial<Transaction>;
}

/** Must be written exactly as in the index. */
const lacksMac = sql<boolean>`length(mac) = 0`;

/** The largest value that the column supports in every engine. */
const largestVersion = 2 ** 31 - 1;
