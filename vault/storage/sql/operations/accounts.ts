import { sql } from 'kysely';
import type { Transaction } from '../../operations.ts';
import { type Database, endOfPrefix, repeated, startOfPage } from '../database.ts';
import { fromAccount, fromAgent, toAccount, toAgent } from '../rows.ts';
import { fromIdentity, toIdentity } from '../rows-of-people.ts';

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

export function identityOperations({ queries, run }: Database) {
  const identities = () => queries.selectFrom('workload_identities').selectAll();

  return {
    async findIdentity(id) {
      return (await run(identities().where('id', '=', id).compile())).map(toIdentity)[0];
    },
    async listIdentities(accountId, { after = '', limit }, { agentId } = {}) {
      const ofAccount = identities().where('account_id', '=', accountId).where('id', '>', after);
      const query = agentId === undefined ? ofAccount : ofAccount.where('agent_id', '=', agentId);
      return (await run(query.orderBy('id').limit(limit).compile())).map(toIdentity);
    },
    async insertIdentity(identity) {
      await run(queries.insertInto('workload_identities').values(fromIdentity(identity)).compile());
    },
    async deleteIdentity(id) {
      await run(queries.deleteFrom('workload_identities').where('id', '=', id).compile());
    },
  } satisfies Partial<Transaction>;
}
