import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromEnd, toEnd } from '../rows-of-people.ts';

/** Ends of tokens and sandbox sessions. */
export function endOperations({ queries, run, isOneOf }: Database) {
  return {
    async endedOf(ids) {
      const query = queries.selectFrom('ended').select('id').where(isOneOf('id', ids));
      return (await run(query.compile())).map(({ id }) => id);
    },
    async listEnds({ after = '', limit }) {
      const query = queries.selectFrom('ended').selectAll().where('id', '>', after).orderBy('id');
      return (await run(query.limit(limit).compile())).map(toEnd);
    },
    async insertEnd(end) {
      const insert = queries.insertInto('ended').values(fromEnd(end));
      await run(insert.onConflict((conflict) => conflict.column('id').doNothing()).compile());
    },
    async removeEnds(expiredBefore, limit) {
      const some = queries.selectFrom('ended').select('id').where('expires_at', '<', expiredBefore);
      const query = queries.deleteFrom('ended').where('id', 'in', some.limit(limit)).returning('id');
      return (await run(query.compile())).length;
    },
  } satisfies Partial<Transaction>;
}
