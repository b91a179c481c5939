import type { TokenFilter, Transaction } from '../../operations.ts';
import { type Database, endOfPrefix } from '../database.ts';
import {
  fromEnd,
  fromSession,
  fromToken,
  fromUser,
  toEnd,
  toSession,
  toToken,
  toUser,
} from '../rows-of-people.ts';
import { sql } from 'kysely';
import { toAccount } from '../rows.ts';

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

export function tokenOperations(database: Database) {
  const { queries, run } = database;
  const owners = ownersOf(database);
  const tokens = () => queries.selectFrom('tokens').selectAll();
  const find = async (query: ReturnType<typeof tokens>) => (await run(query.compile())).map(toToken)[0];

  return {
    async findToken(digest) {
      const token = await find(tokens().where('digest', '=', digest));
      const account = token && (await owners.account(token.accountId));
      if (!token || !account) return undefined;
      const user = token.userId === null ? undefined : await owners.user(token.userId);
      const [end] = await run(queries.selectFrom('ended').select('id').where('id', '=', token.id).compile());
      return { token, account, user, isEnded: end !== undefined };
    },
    findTokenById: (accountId, id) => find(tokens().where('account_id', '=', accountId).where('id', '=', id)),
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
    async tokensEnding({ from, before, role, idPrefix = '' }, limit) {
      const end = sql<string>`coalesce(revoked_at, expires_at)`;
      const query = tokens()
        .where(end, '>=', from)
        .where(end, '<', before)
        .$if(role !== undefined, (one) => one.where('role', '=', role ?? 'agent'))
        .$if(idPrefix !== '', (one) => one.where('id', '>', idPrefix).where('id', '<', endOfPrefix(idPrefix)))
        .orderBy(end)
        .limit(limit);
      return (await run(query.compile())).map(toToken);
    },
    async insertToken(token) {
      await run(queries.insertInto('tokens').values(fromToken(token)).compile());
    },
    async updateToken(token) {
      await run(queries.updateTable('tokens').set(fromToken(token)).where('id', '=', token.id).compile());
    },
    async deleteToken(id) {
      await run(queries.deleteFrom('tokens').where('id', '=', id).compile());
    },
    async touchToken(id, lastUsedAt) {
      const query = queries
        .updateTable('tokens')
        .set({ last_used_at: lastUsedAt })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', lastUsedAt)]));
      await run(query.compile());
    },
  } satisfies Partial<Transaction>;
}

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

/** The account and person that a key belongs to, by their ids. */
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

/** End records of tokens and sandbox sessions. */
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
