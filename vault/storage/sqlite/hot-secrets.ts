import type { SecretRecord } from '../records.ts';
import type { Transaction } from '../operations.ts';
import { fromSecret, textList, toSecret } from '../sql/rows.ts';
import type { Queries, SecretRow } from '../sql/tables.ts';
import type { Connection } from './connection.ts';

/** What of a row, as it is in the database, decides which of its indexes a change touches. */
type Indexed = Pick<SecretRow, 'id' | 'kind' | 'agent_ids' | 'deleted_at' | 'purge_after'>;

interface HotSecrets {
  readonly operations: Pick<Transaction, 'findSecret' | 'updateSecret'>;
  /** The row that was found last may not be what is there any more. */
  forget(): void;
}

/** Secrets are found, then changed: what was found says how little there is to write. */
export function prepareSecretWrites(connection: Connection, queries: Queries): HotSecrets {
  const secrets = connection.prepare(
    queries.selectFrom('secrets').selectAll().where('account_id', '=', '').where('name', '=', '').compile(),
  );
  const rows = connection.prepare(
    queries
      .selectFrom('secrets')
      .select(['id', 'kind', 'agent_ids', 'deleted_at', 'purge_after'])
      .where('id', '=', '')
      .compile(),
  );
  const update = (changes: object) =>
    connection.prepare(queries.updateTable('secrets').set(changes).where('id', '=', '').compile());
  const wholeChange = update(changesOf(secretLike));
  const plainChange = update(plainChangesOf(secretLike));
  const changeList = prepareListChange(connection, queries);
  let last: Indexed | undefined;
  return {
    operations: {
      async findSecret(accountId, name) {
        const row = secrets.get(accountId, name);
        last = row;
        return row && toSecret(row);
      },
      async updateSecret(secret) {
        const before: Indexed | undefined = last?.id === secret.id ? last : rows.get(secret.id);
        last = undefined;
        if (before && isPlainChange(before, secret)) {
          plainChange.run(...Object.values(plainChangesOf(secret)), secret.id);
        } else wholeChange.run(...Object.values(changesOf(secret)), secret.id);
        changeList(secret, before?.agent_ids ?? '[]');
      },
    },
    forget() {
      last = undefined;
    },
  };
}

/** Keeps the index by which the secrets of an agent are found. */
function prepareListChange(connection: Connection, queries: Queries) {
  const grant = connection.prepare(
    queries
      .insertInto('secret_agents')
      .values({ account_id: '', agent_id: '', name: '', secret_id: '' })
      .compile(),
  );
  const revoke = connection.prepare(
    queries
      .deleteFrom('secret_agents')
      .where('account_id', '=', '')
      .where('agent_id', '=', '')
      .where('name', '=', '')
      .compile(),
  );
  return ({ id, accountId, name, access }: SecretRecord, before: string): void => {
    if (before === JSON.stringify(access.agentIds)) return;
    const old = new Set(textList(before));
    for (const agentId of access.agentIds) {
      if (!old.delete(agentId)) grant.run(accountId, agentId, name, id);
    }
    for (const agentId of old) revoke.run(accountId, agentId, name);
  };
}

/** SQLite writes every index anew that has a column among those set, whatever stands in it. */
function isPlainChange(before: Indexed, secret: SecretRecord): boolean {
  return (
    before.kind === secret.kind &&
    before.deleted_at === secret.deletedAt &&
    before.purge_after === secret.purgeAfter
  );
}

/** The columns always come in the same order, which is that of the parameters. */
function changesOf(secret: SecretRecord) {
  const { id: _id, account_id: _account, name: _name, created_at: _created, ...changes } = fromSecret(secret);
  return changes;
}

function plainChangesOf(secret: SecretRecord) {
  const { kind: _kind, deleted_at: _deleted, purge_after: _purge, ...changes } = changesOf(secret);
  return changes;
}

/** A record without content: only its columns count. */
const secretLike: SecretRecord = {
  id: '',
  accountId: '',
  name: '',
  kind: 'single',
  fields: [],
  description: '',
  version: 0,
  latestVersion: 0,
  createdAt: '',
  updatedAt: '',
  deletedAt: null,
  purgeAfter: null,
  deprecatedAt: null,
  replacement: null,
  access: { agentIds: [], version: 0, updatedAt: '' },
  revision: 0,
  mac: Buffer.alloc(0),
};
