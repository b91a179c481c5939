import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromUser, toUser } from '../rows-of-people.ts';

export function userOperations({ queries, run }: Database) {
  const users = () => queries.selectFrom('users').selectAll();
  const find = async (query: ReturnType<typeof users>) => (await run(query.compile())).map(toUser)[0];

  return {
    async listUsers(accountId, { after = '', limit }) {
      const query = users().where('account_id', '=', accountId).where('id', '>', after);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toUser);
    },
    findUser: (accountId, id) => find(users().where('account_id', '=', accountId).where('id', '=', id)),
    findUserBySubject: (accountId, issuer, subject) =>
      find(
        users()
          .where('account_id', '=', accountId)
          .where('issuer', '=', issuer)
          .where('subject', '=', subject),
      ),
    async insertUser(user) {
      const query = queries
        .insertInto('users')
        .values(fromUser(user))
        .onConflict((conflict) => conflict.columns(['account_id', 'issuer', 'subject']).doNothing())
        .returning('id');
      return (await run(query.compile())).length > 0;
    },
    async updateUser(user) {
      await run(queries.updateTable('users').set(fromUser(user)).where('id', '=', user.id).compile());
    },
  } satisfies Partial<Transaction>;
}
