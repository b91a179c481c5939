import type { AgentSession } from '../../../contracts/vault-api/workloads.ts';
import { mismatches } from '../../sign-in/claim-conditions.ts';
import type { SignInLimits } from '../../rate-limit/rate-limit.ts';
import type { VouchedWorkload } from '../../sign-in/workload-issuers.ts';
import { WorkloadRefusal } from '../../sign-in/workload-refusal.ts';
import type { WorkloadIdentityRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { verifyAccount } from '../rows/row-macs.ts';
import { findAgent } from '../accounts/agents.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { recordAnonymous, recordingDamage } from '../audit/record-anonymous.ts';
import type { Sender } from '../callers/caller.ts';
import { vaultDisabled } from '../callers/still-active.ts';
import { resurrected } from '../rows/is-whole.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { isFirstUse } from './first-use.ts';
import { createToken } from '../people/tokens.ts';
import { isStorable } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';
import { conditionsOf } from '../workloads/identities.ts';
import { newTokenId } from '../people/identity-tokens.ts';

/**
 * Issues an agent token to a workload that matches one of the agent's identities. Only matching tokens count
 * toward the limit of an identity, since strangers can have valid tokens from the same issuer.
 * @throws WorkloadRefusal; ProblemError `NotFound`, `VaultDisabled`, `TooManyRequests`
 */
export async function signInAgent(
  vault: Vault,
  limits: Pick<SignInLimits, 'requireSubject'>,
  identityId: string,
  vouched: VouchedWorkload,
  sender: Sender,
): Promise<AgentSession> {
  const requireLimit = () => {
    limits.requireSubject(identityId);
  };
  const visit = { identityId, vouched, sender, requireLimit };
  const run = () => vault.storage.transact((tx) => startSession(vault, tx, visit));
  return recordingDamage(vault, 'agent.sign-in', sender, () => withKnownTerms(vault, run));
}

/** Records why a workload was refused, under the account of the identity that it named, if any. */
export async function recordRefusal(vault: Vault, refusal: WorkloadRefusal, sender: Sender): Promise<void> {
  const { identity } = refusal;
  if (!identity) return recordAnonymous(vault, { action: 'agent.sign-in' }, sender, refusal);
  const subject = { action: 'agent.sign-in', agentId: identity.agentId } as const;
  const actor = actorOf(identity, sender);
  await vault.storage.transactReading((tx) => appendEntry(vault, tx, actor, subject, refusal));
}

interface Visit {
  readonly identityId: string;
  readonly vouched: VouchedWorkload;
  readonly sender: Sender;
  /** @throws ProblemError `TooManyRequests` */
  readonly requireLimit: () => void;
}

async function startSession(
  vault: Vault,
  tx: Transaction,
  { identityId, vouched, sender, requireLimit }: Visit,
): Promise<AgentSession> {
  const identity = isStorable(identityId) ? await tx.findIdentity(identityId) : undefined;
  if (!identity) throw new WorkloadRefusal('IdentityUnknown');
  const [ended] = await tx.endedOf([identity.id]);
  if (ended !== undefined) throw resurrected('an identity of a workload', ended);
  requireMatch(vault, identity, vouched);
  const { accountId, agentId, name, tokenMinutes } = identity;
  await requireEnabled(vault, tx, accountId);
  await findAgent(vault, tx, accountId, agentId);
  if (vouched.issuer.singleUse && !(await isFirstUse(vault, tx, 'agent.sign-in', accountId, vouched))) {
    throw new WorkloadRefusal('TokenReplayed', identity);
  }
  requireLimit();
  const expiresAt = new Date(vault.now().getTime() + tokenMinutes * 60_000).toISOString();
  const id = newTokenId(vault, identity.id);
  const { token, record } = createToken(vault, {
    id,
    accountId,
    name,
    role: 'agent',
    agentId,
    expiresAt,
    issuedBy: identity.id,
  });
  await tx.insertToken(record);
  const subject = { action: 'agent.sign-in', targetId: id, agentId } as const;
  await appendEntry(vault, tx, actorOf(identity, sender), subject, undefined);
  return { id, token, name, agentId, expiresAt };
}

/** @throws WorkloadRefusal; IntegrityError */
function requireMatch(
  vault: Vault,
  identity: WorkloadIdentityRecord,
  { issuer, claims }: VouchedWorkload,
): void {
  const conditions = conditionsOf(vault, identity);
  if (identity.issuer !== issuer.issuer) throw new WorkloadRefusal('IdentityIssuer', identity);
  const names = mismatches(conditions, claims);
  if (names.length === 0) return;
  const detail = `These claims of the token do not match the identity: ${names.join(', ')}. Compare them with \`agent-secrets identities list\`.`;
  throw new WorkloadRefusal('ClaimMismatch', identity, detail);
}

async function requireEnabled(vault: Vault, tx: Transaction, accountId: string): Promise<void> {
  const account = await tx.findAccount(accountId);
  if (!account) throw new WorkloadRefusal('IdentityUnknown');
  verifyAccount(vault.keyring, account);
  if (!account.vaultEnabled) throw vaultDisabled();
}

/** The identity is the actor, because there is no key yet. */
function actorOf(
  { accountId, id }: Pick<WorkloadIdentityRecord, 'accountId' | 'id'>,
  { requestId, address }: Sender,
): Actor {
  return { accountId, actorId: id, actorRole: 'agent', requestId, address };
}
