import type { AccessChange } from '../../../contracts/vault-api/access.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AccessEnd, AccessRecord, SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { endOf, mayRead } from '../rows/grants.ts';
import { requireAgents } from '../accounts/agents.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { writeSecret } from '../secrets/find-secret.ts';
import type { Vault } from '../context/vault.ts';

/**
 * Adds agents to a secret's access list, permanently or until a given time, and removes others. Agents
 * already on the list keep their expiry unless the change sets one; expired grants are ignored. Returns the
 * resulting list and the affected agents (none if nothing changed).
 * @throws ProblemError `InvalidInput`
 */
export async function grantAndRevoke(
  vault: Vault,
  tx: Transaction,
  secret: SecretRecord,
  change: AccessChange,
  subject: AuditSubject,
): Promise<{ access: AccessRecord; agentIds: readonly string[] }> {
  const { agentIds, ends, version } = secret.access;
  const until = endFrom(vault, change);
  const { granted, revoked } = await difference(vault, tx, secret, change, until);
  if (granted.length + revoked.length === 0) return { access: secret.access, agentIds: [] };
  const changing = new Set([...granted, ...revoked]);
  const remaining = agentIds.filter((agentId) => !changing.has(agentId));
  const remainingEnds = ends.filter(({ agentId }) => !changing.has(agentId));
  const newEnds = until === undefined || until === null ? [] : granted.map((agentId) => ({ agentId, until }));
  const access: AccessRecord = {
    agentIds: [...remaining, ...granted].toSorted(),
    ends: [...remainingEnds, ...newEnds].toSorted(byEnd),
    version: version + 1,
    updatedAt: vault.now().toISOString(),
  };
  await writeSecret(vault, tx, secret, { access }, subject);
  Object.assign(subject, { version: access.version, granted, revoked });
  if (typeof until === 'string' && granted.length > 0) subject.until = until;
  return { access, agentIds: [...granted, ...revoked] };
}

/** Notifies editors which agents' access changed. */
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

function byEnd(one: AccessEnd, other: AccessEnd): number {
  if (one.until !== other.until) return one.until < other.until ? -1 : 1;
  return one.agentId < other.agentId ? -1 : 1;
}

/**
 * `undefined`: the change does not set an expiry; `null`: it removes the expiry.
 * @throws ProblemError `InvalidInput`
 */
export function endFrom(
  { now }: Pick<Vault, 'now'>,
  { grant = [], until }: AccessChange,
): string | null | undefined {
  if (until === undefined || until === null) return until;
  const end = new Date(until);
  if (grant.length > 0 && end.getTime() > now().getTime()) return end.toISOString();
  throw new ProblemError('InvalidInput', 'Only a grant can have an expiry, which must be in the future.');
}

/** An agent whose expiry changes counts as granted again. */
async function difference(
  { now }: Vault,
  tx: Transaction,
  { accountId, access }: SecretRecord,
  { grant = [], revoke = [] }: AccessChange,
  until: string | null | undefined,
): Promise<{ granted: readonly string[]; revoked: readonly string[] }> {
  const current = new Set(access.agentIds);
  const revoking = new Set(revoke);
  if (grant.some((agentId) => revoking.has(agentId))) {
    throw new ProblemError('InvalidInput', 'The same agent cannot be granted and revoked in one change.');
  }
  await requireAgents(tx, accountId, grant);
  return {
    granted: grant.filter(
      (agentId) =>
        !mayRead(access, agentId, now()) ||
        (until !== undefined && (endOf(access.ends, agentId) ?? null) !== until),
    ),
    revoked: revoke.filter((agentId) => current.has(agentId)),
  };
}
