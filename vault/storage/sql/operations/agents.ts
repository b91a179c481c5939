import type { Transaction } from '../../operations.ts';
import { type Database, endOfPrefix, repeated, startOfPage } from '../database.ts';
import { fromAgent, toAgent } from '../rows.ts';

export function agentOperations(database: Database) {
  const { queries, run, isOneOf } = database;
  const agents = (accountId: string) =>
    queries.selectFrom('agents').selectAll().where('account_id', '=', accountId);
  const undeleted = repeated(database, ({ accountId, agentId }: { accountId: string; agentId: string }) =>
    agents(accountId).where('agent_id', '=', agentId).where('deleted_at', 'is', null).compile(),
  );

  return {
    async listAgents(accountId, { after = '', limit }, idPrefix = '') {
      const start = startOfPage(after, idPrefix);
      const query = agents(accountId)
        .where('agent_id', start.than, start.text)
        .where('agent_id', '<', endOfPrefix(idPrefix))
        .where('deleted_at', 'is', null)
        .orderBy('agent_id')
        .limit(limit);
      return (await run(query.compile())).map(toAgent);
    },
    async agentsById(accountId, { after = '', limit }) {
      const query = agents(accountId).where('agent_id', '>', after).orderBy('agent_id').limit(limit);
      return (await run(query.compile())).map(toAgent);
    },
    async findAgent(accountId, agentId) {
      return (await run(agents(accountId).where('agent_id', '=', agentId).compile())).map(toAgent)[0];
    },
    async unknownAgents(accountId, agentIds) {
      const [first] = agentIds;
      if (first === undefined) return [];
      if (agentIds.length === 1) {
        return (await undeleted({ accountId, agentId: first })).length > 0 ? [] : agentIds;
      }
      const query = agents(accountId).where(isOneOf('agent_id', agentIds)).where('deleted_at', 'is', null);
      const rows = await run(query.compile());
      const known = new Set(rows.map((row) => row.agent_id));
      return agentIds.filter((agentId) => !known.has(agentId));
    },
    async insertAgent(agent) {
      const query = queries
        .insertInto('agents')
        .values(fromAgent(agent))
        .onConflict((conflict) => conflict.doNothing())
        .returning('agent_id');
      return (await run(query.compile())).length > 0;
    },
    async updateAgent(agent) {
      const { account_id: accountId, agent_id: agentId, ...changes } = fromAgent(agent);
      const query = queries
        .updateTable('agents')
        .set(changes)
        .where('account_id', '=', accountId)
        .where('agent_id', '=', agentId);
      await run(query.compile());
    },
  } satisfies Partial<Transaction>;
}
