import type { TokenRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { takeOffLists } from '../access/take-off-lists.ts';
import { verifyAgent, verifyToken, withAgentMac } from '../rows/row-macs.ts';
import { announceAgent, findAgent } from '../accounts/agents.ts';
import { actorOf, audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { isWhole } from '../rows/is-whole.ts';
import { closeRequests } from '../access/decide-request.ts';
import { endTokens } from '../people/credentials.ts';
import { eachOf } from '../input/pages.ts';
import { removeIdentitiesOf } from '../workloads/identities.ts';
import { isLongExpired } from '../people/identity-tokens.ts';
import type { Vault } from '../context/vault.ts';

/**
 * Once this resolves, none of the agent's tokens is valid, its pending requests are declined, and no access
 * list names it. The row is kept, so that the id is never reused.
 * @throws ProblemError `NotFound`
 */
export async function deleteAgent(vault: Vault, caller: Caller, agentId: string): Promise<void> {
  await audited(vault, caller, 'agent.delete', async (tx, subject) => {
    const agent = await findAgent(vault, tx, caller.account.id, agentId);
    subject.agentId = agentId;
    const deletedAt = vault.now().toISOString();
    const revision = agent.revision + 1;
    const changes = { updatedAt: deletedAt, deletedAt, revision };
    await tx.updateAgent(withAgentMac(vault.keyring, { ...agent, ...changes }));
    subject.revision = revision;
    await removeIdentitiesOf(vault, tx, actorOf(caller), agentId);
    await endTokens(vault, tx, actorOf(caller), tokensOf(vault, tx, caller.account.id, agentId));
    await tx.appendEvent(caller.account.id, { type: 'people-changed' });
    const closing = { status: 'declined', note: 'The agent was deleted.' } as const;
    await closeRequests(vault, tx, caller, { agentId }, closing);
    await announceAgent(tx, agent);
  });
  await removeDeletedAgents(vault);
}

/**
 * Removes deleted agents from all access lists; resolves to the number of lists changed. This also completes
 * an interrupted deletion. Skips a list whose row was edited: it cannot be used anyway, and `verify` reports
 * it.
 */
export async function removeDeletedAgents(vault: Vault): Promise<number> {
  return takeOffLists(vault, {
    action: 'access.change',
    reason: 'agent.delete',
    find: (tx, limit) => tx.secretsOfDeletedAgents(limit),
    async agentsOf(tx, { accountId, access }) {
      const gone: string[] = [];
      for (const agentId of await tx.unknownAgents(accountId, access.agentIds)) {
        const agent = await tx.findAgent(accountId, agentId);
        if (agent && isWhole(() => verifyAgent(vault.keyring, agent))) gone.push(agentId);
      }
      return gone;
    },
  });
}

/** A token whose row was edited is already invalid. */
async function* tokensOf(
  vault: Vault,
  tx: Transaction,
  accountId: string,
  agentId: string,
): AsyncGenerator<TokenRecord> {
  for await (const token of eachOf((page) => tx.listTokens(accountId, page, { agentId }))) {
    if (isLongExpired(vault, token)) continue;
    if (isWhole(() => verifyToken(vault.keyring, token))) yield token;
  }
}
