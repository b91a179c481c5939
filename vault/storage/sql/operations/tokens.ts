import { sql } from 'kysely';
import type { TokenFilter, Transaction } from '../../operations.ts';
import { type Database, endOfPrefix } from '../database.ts';
import { fromToken, toToken } from '../rows-of-people.ts';
import { ownersOf } from './owners.ts';

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
