import { sql } from 'kysely';
import type { Transaction } from '../../operations.ts';
import { type Database, repeated } from '../database.ts';
import { fromVersion, toVersion } from '../rows.ts';
import type { VersionRow } from '../tables.ts';

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

/** Written as in the index. */
const lacksMac = sql<boolean>`length(mac) = 0`;

/** The largest value of the column in every engine. */
const largestVersion = 2 ** 31 - 1;
