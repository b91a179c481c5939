import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromSession, toSession } from '../rows-of-people.ts';
import { ownersOf } from './owners.ts';

export function sessionOperations(database: Database) {
  const { queries, run } = database;
  const owners = ownersOf(database);
  const sessions = () => queries.selectFrom('sandbox_sessions').selectAll();

  return {
    async findSession(digest) {
      const [session] = (await run(sessions().where('digest', '=', digest).compile())).map(toSession);
      const account = session && (await owners.account(session.accountId));
      const user = session && (await owners.user(session.userId));
      return session && account && user ? { session, account, user } : undefined;
    },
    async listSessions(userId, { after = '', limit }) {
      const query = sessions().where('user_id', '=', userId).where('id', '>', after);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toSession);
    },
    async sessionsOfAccount(accountId, { after = '', limit }) {
      const query = sessions().where('account_id', '=', accountId).where('id', '>', after);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toSession);
    },
    async expiredSessions(now, limit) {
      const query = sessions().where('expires_at', '<', now).orderBy('expires_at').limit(limit);
      return (await run(query.compile())).map(toSession);
    },
    async insertSession(session) {
      await run(queries.insertInto('sandbox_sessions').values(fromSession(session)).compile());
    },
    async updateSession(session) {
      const query = queries.updateTable('sandbox_sessions').set(fromSession(session));
      await run(query.where('id', '=', session.id).compile());
    },
    async deleteSession(id) {
      await run(queries.deleteFrom('sandbox_sessions').where('id', '=', id).compile());
    },
  } satisfies Partial<Transaction>;
}
