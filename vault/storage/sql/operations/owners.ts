import type { Database } from '../database.ts';
import { toAccount } from '../rows.ts';
import { toUser } from '../rows-of-people.ts';

/** The account and the person of a key, by their ids. */
export function ownersOf({ queries, run }: Database) {
  return {
    account: async (id: string) =>
      (await run(queries.selectFrom('accounts').selectAll().where('id', '=', id).compile())).map(
        toAccount,
      )[0],
    user: async (id: string) =>
      (await run(queries.selectFrom('users').selectAll().where('id', '=', id).compile())).map(toUser)[0],
  };
}
