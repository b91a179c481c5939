import type { Vault } from '../context/vault.ts';
import { mayRead } from '../rows/grants.ts';
import { takeOffLists } from './take-off-lists.ts';

/**
 * Removes agents whose grants have ended from the lists; resolves to the number of lists changed. Reads do
 * not depend on it, because they check the clock.
 */
export async function removeEndedAccess(vault: Vault): Promise<number> {
  return takeOffLists(vault, {
    action: 'access.expire',
    reason: 'access.expire',
    find: (tx, limit) => tx.secretsWithEndedAccess(vault.now().toISOString(), limit),
    agentsOf: async (_tx, { access }) =>
      access.agentIds.filter((agentId) => !mayRead(access, agentId, vault.now())),
  });
}
