import type { Transaction } from '../../operations.ts';
import { type Database, endOfPrefix, startOfPage } from '../database.ts';
import { fromAccount, fromAgent, toAccount, toAgent } from '../rows.ts';

/** Accounts and their agents. */
export function accountOperations({ queries, run, isOneOf }: Database) {
  const accounts = () => queries.selectFrom('accounts').selectAll();
  const agents = (accountId: string) =>
    queries.selectFrom('agents').selectAll().where('account_id', '=', accountId);
  const findAccountWhere = async (query: ReturnType<typeof accounts>) =>
    (await run(query.compile())).map(toAccount)[0];

  return {
    findAccount: (id) => findAccountWhere(accounts().where('id', '=', id)),
    firstAccount: () => findAccountWhere(accounts().orderBy('created_at').limit(1)),
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
      if (agentIds.length === 0) return [];
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
