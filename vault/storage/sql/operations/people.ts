import type { SandboxSessionRecord, TokenRecord, UserRecord } from '../../records.ts';
import type { TokenFilter, Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { toAccount } from '../rows.ts';
import { fromSession, fromToken, fromUser, toSession, toToken, toUser } from '../rows-of-people.ts';

/** Users, tokens and sandbox sessions. */
export function peopleOperations({ queries, run }: Database) {
  const users = () => queries.selectFrom('users').selectAll();
  const tokens = () => queries.selectFrom('tokens').selectAll();
  const sessions = () => queries.selectFrom('sandbox_sessions').selectAll();
  const findUserWhere = async (query: ReturnType<typeof users>): Promise<UserRecord | undefined> =>
    (await run(query.compile())).map(toUser)[0];
  const findTokenWhere = async (query: ReturnType<typeof tokens>): Promise<TokenRecord | undefined> =>
    (await run(query.compile())).map(toToken)[0];
  const findSessionWhere = async (query: ReturnType<typeof sessions>) =>
    (await run(query.compile())).map(toSession)[0];
  const accountOf = async (id: string) =>
    (await run(queries.selectFrom('accounts').selectAll().where('id', '=', id).compile())).map(toAccount)[0];

  return {
    async listUsers(accountId, { after = '', limit }) {
      const query = users().where('account_id', '=', accountId).where('id', '>', after);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toUser);
    },
    findUser: (accountId, id) =>
      findUserWhere(users().where('account_id', '=', accountId).where('id', '=', id)),
    findUserBySubject: (issuer, subject) =>
      findUserWhere(users().where('issuer', '=', issuer).where('subject', '=', subject)),
    async insertUser(user) {
      const query = queries
        .insertInto('users')
        .values(fromUser(user))
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .returning('id');
      return (await run(query.compile())).length > 0;
    },
    async updateUser(user) {
      await run(queries.updateTable('users').set(fromUser(user)).where('id', '=', user.id).compile());
    },

    async findToken(digest) {
      const token = await findTokenWhere(tokens().where('digest', '=', digest));
      const account = token && (await accountOf(token.accountId));
      if (!token || !account) return undefined;
      const user =
        token.userId === null ? undefined : await findUserWhere(users().where('id', '=', token.userId));
      return { token, account, user };
    },
    findTokenById: (accountId, id) =>
      findTokenWhere(tokens().where('account_id', '=', accountId).where('id', '=', id)),
    async listTokens(accountId, { after = '', limit }, { agentId, userId }: TokenFilter = {}) {
      const query = tokens()
        .where('account_id', '=', accountId)
        .where('id', '>', after)
        .$if(agentId !== undefined, (one) => one.where('agent_id', '=', agentId ?? null))
        .$if(userId !== undefined, (one) => one.where('user_id', '=', userId ?? null))
        .orderBy('id')
        .limit(limit);
      return (await run(query.compile())).map(toToken);
    },
    async insertToken(token) {
      await run(queries.insertInto('tokens').values(fromToken(token)).compile());
    },
    async updateToken(token) {
      await run(queries.updateTable('tokens').set(fromToken(token)).where('id', '=', token.id).compile());
    },
    async touchToken(id, lastUsedAt) {
      const query = queries
        .updateTable('tokens')
        .set({ last_used_at: lastUsedAt })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', lastUsedAt)]));
      await run(query.compile());
    },

    async findSession(digest) {
      const session = await findSessionWhere(sessions().where('digest', '=', digest));
      const account = session && (await accountOf(session.accountId));
      const user = session && (await findUserWhere(users().where('id', '=', session.userId)));
      return session && account && user ? { session, account, user } : undefined;
    },
    async listSessions(userId, { after = '', limit }): Promise<readonly SandboxSessionRecord[]> {
      const query = sessions().where('user_id', '=', userId).where('id', '>', after);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toSession);
    },
    async insertSession(session) {
      await run(queries.insertInto('sandbox_sessions').values(fromSession(session)).compile());
    },
    async updateSession(session) {
      const query = queries.updateTable('sandbox_sessions').set(fromSession(session));
      await run(query.where('id', '=', session.id).compile());
    },
  } satisfies Partial<Transaction>;
}
