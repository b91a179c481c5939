import type { Vault } from '../vault.ts';
import { mayRead } from './grants.ts';
import { takeOffLists } from './take-off-lists.ts';

/**
 * Takes agents whose grants have ended off the lists; resolves to how many lists were changed. No read waits
 * for it: those look at the clock.
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
