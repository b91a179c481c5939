import type { SecretRecord } from '../../records.ts';
import type { Tables } from '../tables.ts';
import { type Database, repeated } from '../database.ts';

/**
 * The index of secrets that an agent may read, ordered by name. Used only for filtering: access lists decide.
 */
export function agentIndexOf(database: Database) {
  const { queries, run, isOneOf } = database;
  const grant = repeated(database, (row: Tables['secret_agents']) =>
    queries.insertInto('secret_agents').values(row).compile(),
  );
  const revoke = repeated(database, (row: Omit<Tables['secret_agents'], 'secret_id'>) =>
    queries
      .deleteFrom('secret_agents')
      .where('account_id', '=', row.account_id)
      .where('agent_id', '=', row.agent_id)
      .where('name', '=', row.name)
      .compile(),
  );
  return {
    secretsOf: (accountId: string, agentId: string) =>
      queries
        .selectFrom('secret_agents')
        .innerJoin('secrets', 'secrets.id', 'secret_agents.secret_id')
        .selectAll('secrets')
        .where('secret_agents.account_id', '=', accountId)
        .where('secret_agents.agent_id', '=', agentId),
    idsOfDeletedAgents: () =>
      queries
        .selectFrom('agents')
        .innerJoin('secret_agents', (join) =>
          join
            .onRef('secret_agents.account_id', '=', 'agents.account_id')
            .onRef('secret_agents.agent_id', '=', 'agents.agent_id'),
        )
        .select('secret_agents.secret_id')
        .where('agents.deleted_at', 'is not', null),
    async change(secret: SecretRecord, before: readonly string[], after: readonly string[]): Promise<void> {
      const { id, accountId, name } = secret;
      const old = new Set(before);
      const now = new Set(after);
      const added = after.filter((agentId) => !old.has(agentId));
      const removed = before.filter((agentId) => !now.has(agentId));
      for (let start = 0; start < added.length; start += rowsAtOnce) {
        const rows = added
          .slice(start, start + rowsAtOnce)
          .map((agentId) => ({ account_id: accountId, agent_id: agentId, name, secret_id: id }));
        const [first] = rows;
        if (first && rows.length === 1) await grant(first);
        else await run(queries.insertInto('secret_agents').values(rows).compile());
      }
      const [first] = removed;
      if (first === undefined) return;
      if (removed.length === 1) {
        await revoke({ account_id: accountId, agent_id: first, name });
        return;
      }
      const remove = queries
        .deleteFrom('secret_agents')
        .where('secret_id', '=', id)
        .where(isOneOf('agent_id', removed));
      await run(remove.compile());
    },
  };
}

/** Each row needs four parameters, and engines accept thousands of parameters, not tens of thousands. */
const rowsAtOnce = 500;
