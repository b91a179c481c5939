import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromAccount, toAccount } from '../rows.ts';

export function accountOperations({ queries, run }: Database) {
  const accounts = () => queries.selectFrom('accounts').selectAll();
  const find = async (query: ReturnType<typeof accounts>) => (await run(query.compile())).map(toAccount)[0];

  return {
    findAccount: (id) => find(accounts().where('id', '=', id)),
    firstAccount: () => find(accounts().orderBy('created_at').limit(1)),
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
    async bumpCatalogVersion(accountId) {
      const query = queries
        .updateTable('accounts')
        .set((eb) => ({ catalog_version: eb('catalog_version', '+', 1) }))
        .where('id', '=', accountId);
      await run(query.compile());
    },
  } satisfies Partial<Transaction>;
}
