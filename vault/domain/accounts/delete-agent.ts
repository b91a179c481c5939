import type { SecretRecord, TokenRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { grantAndRevoke } from '../access/access-lists.ts';
import { verifyAgent, withAgentMac } from './account-mac.ts';
import { announceAgent, findAgent } from './agents.ts';
import { type Actor, actorOf, appendEntry, audited } from '../audit/audit.ts';
import type { AuditSubject } from '../audit/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { isWhole } from '../integrity/is-whole.ts';
import { closeRequests } from '../access/decide-request.ts';
import { verifySecret } from '../secrets/secret-mac.ts';
import { eachOf, endTokens } from '../people/credentials.ts';
import { verifyToken } from '../people/token-mac.ts';
import { Pace } from '../pace.ts';
import { removeIdentitiesOf } from '../workloads/identities.ts';
import { isLongExpired } from '../workloads/identity-tokens.ts';
import type { Vault } from '../vault.ts';

/** Access lists of one transaction, which others wait for. */
const listsAtOnce = 10;
/** What changing a list costs, in units of a {@link Pace}. */
const unitsPerList = 10;

/**
 * From the moment this resolves none of the agent's tokens counts, what was asked for it is declined,
 * and no access list names it. Its row stays, so that its id is never given to another one.
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
 * Takes deleted agents off all access lists; resolves to how many lists were changed. A deletion that
 * was cut off is ended so. A list that somebody edited is left for `verify` to be found: nobody can use it.
 */
export async function removeDeletedAgents(vault: Vault): Promise<number> {
  const edited = new Set<string>();
  const pace = new Pace();
  for (let removed = 0; ;) {
    const more = await vault.storage.transact((tx) => removeSome(vault, tx, edited));
    if (more === 0) return removed;
    removed += more;
    await pace.worked(more * unitsPerList);
  }
}

/** A token that someone edited counts for nothing already. */
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

async function removeSome(vault: Vault, tx: Transaction, edited: Set<string>): Promise<number> {
  const found = await tx.secretsOfDeletedAgents(listsAtOnce + edited.size);
  const changed: { secret: SecretRecord; agentIds: readonly string[] }[] = [];
  for (const secret of found) {
    if (edited.has(secret.id)) continue;
    const agentIds = await removeFrom(vault, tx, secret);
    if (agentIds.length === 0) edited.add(secret.id);
    else changed.push({ secret, agentIds });
  }
  for (const [accountId, ofAccount] of Map.groupBy(changed, ({ secret }) => secret.accountId)) {
    const names = ofAccount.map(({ secret }) => secret.name);
    const agentIds = [...new Set(ofAccount.flatMap((one) => one.agentIds))];
    await tx.bumpCatalogVersion(accountId);
    await tx.appendEvent(accountId, { type: 'access-changed', names, agentIds });
  }
  return changed.length;
}

/** Gives the agents that were removed; none when the list, or the deletion, is not the vault's word. */
async function removeFrom(vault: Vault, tx: Transaction, secret: SecretRecord): Promise<readonly string[]> {
  if (!isWhole(() => verifySecret(vault.keyring, secret))) return [];
  const { accountId, name, access } = secret;
  const gone: string[] = [];
  for (const agentId of await tx.unknownAgents(accountId, access.agentIds)) {
    const agent = await tx.findAgent(accountId, agentId);
    if (agent && isWhole(() => verifyAgent(vault.keyring, agent))) gone.push(agentId);
  }
  const subject: AuditSubject = { action: 'access.change', secretName: name };
  const { agentIds } = await grantAndRevoke(vault, tx, secret, { revoke: gone }, subject);
  if (agentIds.length > 0) await appendEntry(vault, tx, actorFor(accountId), subject, undefined);
  return agentIds;
}

/** The entry of the deletion says who wanted it. */
function actorFor(accountId: string): Actor {
  return { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'agent.delete' };
}
