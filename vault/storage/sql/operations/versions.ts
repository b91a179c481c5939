import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromVersion, toVersion } from '../rows.ts';

/** Versions of agent secrets and of environment secrets. */
export function versionOperations({ queries, run, versionsOfTerm: walk }: Database) {
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
    async versionsOfTerm(term, { after, limit }) {
      const query = versions()
        .where('term', '=', term)
        .$if(after !== undefined, (all) => (after ? all.where(walk.isBehind(after)) : all))
        .orderBy(walk.order)
        .limit(limit);
      return (await run(query.compile())).map(toVersion);
    },
    async insertVersion(version) {
      await run(queries.insertInto('secret_versions').values(fromVersion(version)).compile());
    },
    async rewrapVersion({ secretId, version }, wrappedKey, term) {
      const query = queries
        .updateTable('secret_versions')
        .set({ wrapped_key: wrappedKey, term })
        .where('secret_id', '=', secretId)
        .where('version', '=', version)
        .returning('version');
      return (await run(query.compile())).length > 0;
    },
  } satisfies Partial<Transaction>;
}

/** What fits the column of every engine. */
const largestVersion = 2 ** 31 - 1;
