import type { Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { fromIdentity, toIdentity } from '../rows-of-people.ts';

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
