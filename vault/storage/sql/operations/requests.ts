import { sql } from 'kysely';
import type { AccessRequestFilter, Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromAccessRequest, fromIdempotency, toAccessRequest, toIdempotency } from '../rows-of-people.ts';

/** Access requests, and stored responses to creations that can be repeated. */
export function requestOperations({ queries, run }: Database) {
  const requests = (accountId: string) =>
    queries.selectFrom('access_requests').selectAll().where('account_id', '=', accountId);
  const find = async (query: ReturnType<typeof requests>) =>
    (await run(query.compile())).map(toAccessRequest);

  return {
    listAccessRequests(accountId, { after, limit }, filter: AccessRequestFilter = {}) {
      const { agentId = '', secretName = '', status = 'pending', requestedBy = '' } = filter;
      const older = sql<boolean>`(created_at, id) <
        (select last.created_at, last.id from access_requests as last where last.id = ${after ?? ''})`;
      const query = requests(accountId)
        .$if(after !== undefined, (one) => one.where(older))
        .$if(filter.agentId !== undefined, (one) => one.where('agent_id', '=', agentId))
        .$if(filter.secretName !== undefined, (one) => one.where('secret_name', '=', secretName))
        .$if(filter.status !== undefined, (one) => one.where('status', '=', status))
        .$if(filter.requestedBy !== undefined, (one) => one.where('requested_by', '=', requestedBy))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      return find(query);
    },
    async findAccessRequest(accountId, id) {
      return (await find(requests(accountId).where('id', '=', id)))[0];
    },
    async pendingAccessRequest(accountId, agentId, secretName, requestedBy) {
      const query = requests(accountId)
        .where('agent_id', '=', agentId)
        .where('secret_name', '=', secretName)
        .where('requested_by', '=', requestedBy)
        .where('status', '=', 'pending');
      return (await find(query))[0];
    },
    async insertAccessRequest(request) {
      const query = queries
        .insertInto('access_requests')
        .values(fromAccessRequest(request))
        .onConflict((conflict) =>
          conflict
            .columns(['account_id', 'agent_id', 'secret_name', 'requested_by'])
            .where('status', '=', sql.lit('pending' as const))
            .doNothing(),
        )
        .returning('id');
      return (await run(query.compile())).length > 0;
    },
    async updateAccessRequest(request) {
      const query = queries.updateTable('access_requests').set(fromAccessRequest(request));
      await run(query.where('id', '=', request.id).compile());
    },

    async listIdempotent(after, limit) {
      const { accountId = '', actorId = '', route = '', digest = Buffer.alloc(0) } = after ?? {};
      const later = sql<boolean>`(account_id, actor_id, route, digest) > (${accountId}, ${actorId}, ${route}, ${digest})`;
      const query = queries
        .selectFrom('idempotency')
        .selectAll()
        .where(later)
        .orderBy('account_id')
        .orderBy('actor_id')
        .orderBy('route')
        .orderBy('digest')
        .limit(limit);
      return (await run(query.compile())).map(toIdempotency);
    },
    async findIdempotent({ accountId, actorId, route, digest }) {
      const query = queries
        .selectFrom('idempotency')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('actor_id', '=', actorId)
        .where('route', '=', route)
        .where('digest', '=', digest);
      return (await run(query.compile())).map(toIdempotency)[0];
    },
    async insertIdempotent(record) {
      const query = queries
        .insertInto('idempotency')
        .values(fromIdempotency(record))
        .onConflict((conflict) => conflict.doNothing())
        .returning('route');
      return (await run(query.compile())).length > 0;
    },
    async removeIdempotent({ accountId, actorId, route, digest }) {
      const query = queries
        .deleteFrom('idempotency')
        .where('account_id', '=', accountId)
        .where('actor_id', '=', actorId)
        .where('route', '=', route)
        .where('digest', '=', digest);
      await run(query.compile());
    },
    async removeExpired(now, limit) {
      const digests = queries
        .selectFrom('idempotency')
        .select('digest')
        .where('expires_at', '<', now)
        .orderBy('expires_at')
        .limit(limit);
      const answers = queries
        .deleteFrom('idempotency')
        .where('digest', 'in', digests)
        .where('expires_at', '<', now)
        .returning('digest');
      return (await run(answers.compile())).length;
    },
  } satisfies Partial<Transaction>;
}
