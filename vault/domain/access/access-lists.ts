import type { AccessChange } from '../../../contracts/vault-api/access.ts';
import { ProblemError } from '../../errors.ts';
import type { AccessRecord, SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { requireAgents } from '../accounts/agents.ts';
import type { AuditSubject } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { writeSecret } from '../secrets/find-secret.ts';
import type { Vault } from '../vault.ts';

/**
 * Adds agents to the list of a secret and removes others. Gives the list as it is then, and the
 * agents that it matters to: none when nothing was changed.
 * @throws ProblemError `InvalidInput`
 */
export async function grantAndRevoke(
  vault: Vault,
  tx: Transaction,
  secret: SecretRecord,
  change: AccessChange,
  subject: AuditSubject,
): Promise<{ access: AccessRecord; agentIds: readonly string[] }> {
  const { agentIds, version } = secret.access;
  const { granted, revoked } = await difference(tx, secret, change);
  if (granted.length + revoked.length === 0) return { access: secret.access, agentIds: [] };
  const leaving = new Set(revoked);
  const remaining = agentIds.filter((agentId) => !leaving.has(agentId));
  const access: AccessRecord = {
    agentIds: [...remaining, ...granted].toSorted(),
    version: version + 1,
    updatedAt: vault.now().toISOString(),
  };
  await writeSecret(vault, tx, secret, { access }, subject);
  Object.assign(subject, { version: access.version, granted, revoked });
  return { access, agentIds: [...granted, ...revoked] };
}

/** Tells editors whose access is another one now. */
export async function announceAccess(
  tx: Transaction,
  { account }: Caller,
  names: readonly string[],
  agentIds: readonly string[],
): Promise<void> {
  await tx.bumpCatalogVersion(account.id);
  await tx.appendEvent(account.id, {
    type: 'access-changed',
    names: [...names],
    agentIds: [...agentIds],
  });
}

async function difference(
  tx: Transaction,
  { accountId, access }: SecretRecord,
  { grant = [], revoke = [] }: AccessChange,
): Promise<{ granted: readonly string[]; revoked: readonly string[] }> {
  const current = new Set(access.agentIds);
  const revoking = new Set(revoke);
  if (grant.some((agentId) => revoking.has(agentId))) {
    throw new ProblemError('InvalidInput', 'An agent cannot be granted and revoked at once.');
  }
  await requireAgents(tx, accountId, grant);
  return {
    granted: grant.filter((agentId) => !current.has(agentId)),
    revoked: revoke.filter((agentId) => current.has(agentId)),
  };
}
