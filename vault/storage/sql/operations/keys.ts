import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromKey, toKey } from '../rows.ts';

/** The vault's id, its wrapped keys, and its known time. */
export function keyOperations({ queries, run }: Database) {
  return {
    async vaultId() {
      const query = queries.selectFrom('meta').select('value').where('key', '=', 'vault_id');
      return (await run(query.compile()))[0]?.value;
    },
    async setVaultId(id) {
      await run(queries.insertInto('meta').values({ key: 'vault_id', value: id }).compile());
    },
    async knownTime() {
      const query = queries.selectFrom('meta').select('value').where('key', '=', 'known_time');
      return (await run(query.compile()))[0]?.value;
    },
    async setKnownTime(text) {
      const query = queries
        .insertInto('meta')
        .values({ key: 'known_time', value: text })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }));
      await run(query.compile());
    },
    async keys() {
      const query = queries.selectFrom('keys').selectAll().orderBy('purpose').orderBy('term');
      return (await run(query.compile())).map(toKey);
    },
    async insertKey(key) {
      await run(queries.insertInto('keys').values(fromKey(key)).compile());
    },
    async updateKey(key) {
      const query = queries
        .updateTable('keys')
        .set(fromKey(key))
        .where('purpose', '=', key.purpose)
        .where('term', '=', key.term);
      await run(query.compile());
    },
    async deleteKey(term, purpose = 'term') {
      await run(queries.deleteFrom('keys').where('purpose', '=', purpose).where('term', '=', term).compile());
    },
  } satisfies Partial<Transaction>;
}
