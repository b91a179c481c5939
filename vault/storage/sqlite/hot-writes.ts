import type { EnvironmentSecretRecord, KeyRecord, VersionRecord } from '../records.ts';
import type { Transaction } from '../operations.ts';
import { Leftovers } from '../sql/leftovers.ts';
import type { Operations } from '../sql/operations/index.ts';
import { isOldEvent } from '../sql/operations/log.ts';
import { fromVersion, toKey } from '../sql/rows.ts';
import { changesOfEnvironmentSecret, toEnvironmentSecret } from '../sql/rows-of-people.ts';
import type { Queries } from '../sql/tables.ts';
import type { Connection } from './connection.ts';
import { prepareSecretWrites } from './hot-secrets.ts';

type Prepared = Pick<
  Transaction,
  | 'keys'
  | 'insertKey'
  | 'updateKey'
  | 'deleteKey'
  | 'findSecret'
  | 'updateSecret'
  | 'insertVersion'
  | 'rewrapVersion'
  | 'findAccount'
  | 'bumpCatalogVersion'
  | 'unknownAgents'
  | 'findEnvironmentSecret'
  | 'updateEnvironmentSecret'
  | 'appendEvent'
>;

export interface HotWrites {
  readonly operations: Prepared;
  /** At the start of a group: others may have written since the last one. */
  begun(): void;
  /** Before a job; what it returns undoes what the job made remember. */
  beforeJob(): () => void;
  /** Writes what the jobs of a group left to be written once for all of them. */
  beforeCommit(): void;
}

/**
 * What new versions, grants and environment secrets do again and again, in statements that are
 * compiled once, and once for a whole group where that is enough.
 */
export function prepareWrites(connection: Connection, queries: Queries, operations: Operations): HotWrites {
  const secrets = prepareSecretWrites(connection, queries);
  const leftovers = new Leftovers();
  const bump = connection.prepare(
    queries
      .updateTable('accounts')
      .set((eb) => ({ catalog_version: eb('catalog_version', '+', 1) }))
      .where('id', '=', '')
      .compile(),
  );
  const bumpCatalogs = (): void => {
    for (const accountId of leftovers.takeCatalogs()) bump.run(1, accountId);
  };
  const oldEvents = connection.prepare(queries.deleteFrom('events').where(isOldEvent).compile());
  const events = connection.prepare(
    queries.insertInto('events').values({ account_id: '', event: '' }).compile(),
  );
  const readKeys = queries.selectFrom('keys').selectAll().orderBy('purpose').orderBy('term').compile();
  let keys: readonly KeyRecord[] | undefined;
  const changingKeys =
    <Change extends KeyRecord | number>(change: (asked: Change) => Promise<void>) =>
    (asked: Change): Promise<void> => {
      keys = undefined;
      return change(asked);
    };
  return {
    operations: {
      ...secrets.operations,
      ...prepareVersions(connection, queries),
      ...prepareVariables(connection, queries),
      unknownAgents: prepareUnknownAgents(connection, queries),
      async keys() {
        keys ??= connection.run(readKeys).map(toKey);
        return keys;
      },
      insertKey: changingKeys((key) => operations.insertKey(key)),
      updateKey: changingKeys((key) => operations.updateKey(key)),
      deleteKey: changingKeys((term) => operations.deleteKey(term)),
      async findAccount(id) {
        bumpCatalogs();
        return operations.findAccount(id);
      },
      async bumpCatalogVersion(accountId) {
        leftovers.bump(accountId);
      },
      async appendEvent(accountId, event) {
        events.run(accountId, JSON.stringify(event));
        leftovers.noteEvent();
      },
    },
    begun() {
      keys = undefined;
      leftovers.clear();
    },
    beforeJob() {
      secrets.forget();
      const undo = leftovers.remember();
      return () => {
        keys = undefined;
        undo();
      };
    },
    beforeCommit() {
      bumpCatalogs();
      if (leftovers.takeEvents()) oldEvents.run();
    },
  };
}

function prepareVersions(connection: Connection, queries: Queries) {
  const insert = connection.prepare(
    queries.insertInto('secret_versions').values(fromVersion(versionLike)).compile(),
  );
  const wrapping = connection.prepare(
    queries
      .updateTable('secret_versions')
      .set({ wrapped_key: Buffer.alloc(0), term: 0 })
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .returning('version')
      .compile(),
  );
  return {
    async insertVersion(version) {
      insert.run(...valuesOf(fromVersion(version)));
    },
    async rewrapVersion({ secretId, version }, wrappedKey, term) {
      return wrapping.get(wrappedKey, term, secretId, version) !== undefined;
    },
  } satisfies Partial<Prepared>;
}

function prepareVariables(connection: Connection, queries: Queries) {
  const variables = connection.prepare(
    queries
      .selectFrom('environment_secrets')
      .selectAll()
      .where('user_id', '=', '')
      .where('name', '=', '')
      .compile(),
  );
  const change = connection.prepare(
    queries
      .updateTable('environment_secrets')
      .set(changesOfEnvironmentSecret(variableLike))
      .where('id', '=', '')
      .compile(),
  );
  return {
    async findEnvironmentSecret(userId, name) {
      const row = variables.get(userId, name);
      return row && toEnvironmentSecret(row);
    },
    async updateEnvironmentSecret(secret) {
      change.run(...valuesOf(changesOfEnvironmentSecret(secret)), secret.id);
    },
  } satisfies Partial<Prepared>;
}

function prepareUnknownAgents(connection: Connection, queries: Queries): Prepared['unknownAgents'] {
  const agents = connection.prepare(
    queries
      .selectFrom('agents')
      .select('agent_id')
      .where('account_id', '=', '')
      .where('agent_id', '=', '')
      .where('deleted_at', 'is', null)
      .compile(),
  );
  return async (accountId, agentIds) => agentIds.filter((agentId) => !agents.get(accountId, agentId));
}

/** The columns of a kind of row always come in the same order, which is that of the parameters. */
function valuesOf(row: object): readonly unknown[] {
  return Object.values(row);
}

/** Records without content: only their columns count. */
const variableLike: EnvironmentSecretRecord = {
  id: '',
  accountId: '',
  userId: '',
  name: '',
  description: '',
  version: 0,
  createdAt: '',
  updatedAt: '',
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
