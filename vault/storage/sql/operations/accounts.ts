import { sql } from 'kysely';
import type { Transaction } from '../../operations.ts';
import { type Database, repeated } from '../database.ts';
import { fromAccount, toAccount } from '../rows.ts';

export function accountOperations(database: Database) {
  const { queries, run } = database;
  const bump = repeated(database, ({ id }: { id: string }) =>
    queries
      .updateTable('accounts')
      .set({ catalog_version: sql<number>`catalog_version + 1` })
      .where('id', '=', id)
      .compile(),
  );
  const accounts = () => queries.selectFrom('accounts').selectAll();
  const find = async (query: ReturnType<typeof accounts>) => (await run(query.compile())).map(toAccount)[0];

  return {
    findAccount: (id) => find(accounts().where('id', '=', id)),
    firstAccount: () => find(accounts().orderBy('created_at').orderBy('id').limit(1)),
    async listAccounts({ after = '', limit }) {
      const query = accounts().where('id', '>', after).orderBy('id').limit(limit);
      return (await run(query.compile())).map(toAccount);
    },
    async insertAccount(account) {
      await run(queries.insertInto('accounts').values(fromAccount(account)).compile());
    },
    async updateAccount(account) {
      const { id, catalog_version: _counted, ...changes } = fromAccount(account);
      await run(queries.updateTable('accounts').set(changes).where('id', '=', id).compile());
    },
    async bumpCatalogVersion(id) {
      await bump({ id });
    },
  } satisfies Partial<Transaction>;
}
