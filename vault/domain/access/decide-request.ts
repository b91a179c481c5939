import type {
  AccessRequest,
  RequestApproval,
  RequestDecision,
} from '../../../contracts/vault-api/requests.ts';
import { ProblemError } from '../../errors.ts';
import type { AccessRequestRecord } from '../../storage/records.ts';
import type { AccessRequestFilter, Transaction } from '../../storage/storage.ts';
import { announceAccess, endFrom, grantAndRevoke } from './access-lists.ts';
import { findAgent } from '../accounts/agents.ts';
import { actorOf, appendEntry, audited } from '../audit/audit.ts';
import type { AuditSubject } from '../audit/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { isWhole } from '../integrity/is-whole.ts';
import { verifyRequest, withRequestMac } from './request-mac.ts';
import { announceRequest, personOf, toAnswer } from './requests.ts';
import { completesApproval } from './second-approver.ts';
import { findSecret } from '../secrets/find-secret.ts';
import { isStorable, requireText } from '../texts.ts';
import type { Vault } from '../vault.ts';

/** Where a request stands. */
export interface RequestPlace {
  readonly agentId: string;
  readonly requestId: string;
}

/**
 * Grants what was asked for, together with the decision; who else asked for the same is answered too. In
 * an account with two approvers the first approval is recorded only, and the request stays pending; of the
 * ends that they give, the earlier one counts.
 * @throws ProblemError `NotFound`, `Conflict` when it is decided already, `SecretNotFound`, `Forbidden` for who asked,
 * `InvalidInput`
 */
export async function approveRequest(
  vault: Vault,
  caller: Caller,
  place: RequestPlace,
  approval: RequestApproval,
): Promise<AccessRequest> {
  return audited(vault, caller, 'request.approve', async (tx, subject) => {
    const request = await findPending(vault, tx, caller, place, subject);
    const secret = await findSecret(vault, tx, caller, request.secretName, subject);
    if (!(await completesApproval(vault, tx, caller, request))) {
      subject.action = 'request.first-approval';
      return approveFirst(vault, tx, caller, request, subject, approval);
    }
    const until = earlier(request.until ?? undefined, approval.until);
    const change = { grant: [request.agentId], ...(until !== undefined && { until }) };
    const { agentIds } = await grantAndRevoke(vault, tx, secret, change, subject);
    if (agentIds.length > 0) await announceAccess(tx, caller, [request.secretName], agentIds);
    const { note } = approval;
    const decision = { ...(note !== undefined && { note }), until: subject.until };
    const approved = await decide(vault, tx, caller, request, 'approved', decision);
    const { agentId, secretName } = request;
    const closing = { ...grantedByAnother, until: subject.until };
    await closeRequests(vault, tx, caller, { agentId, secretName }, closing);
    return approved;
  });
}

/** It stays pending, and says whose approval it has. */
async function approveFirst(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  request: AccessRequestRecord,
  subject: AuditSubject,
  { until }: RequestApproval,
): Promise<AccessRequest> {
  const grant = [request.agentId];
  const end = endFrom(vault, { grant, ...(until !== undefined && { until }) });
  if (typeof end === 'string') subject.until = end;
  const approved = withRequestMac(vault.keyring, {
    ...request,
    until: end ?? null,
    approvedBy: personOf(caller),
    approvedByName: caller.name,
    approvedAt: vault.now().toISOString(),
  });
  await tx.updateAccessRequest(approved);
  await announceRequest(tx, 'request-created', approved);
  return toAnswer(approved);
}

/** @throws ProblemError `NotFound`, `Conflict` when it is decided already */
export async function declineRequest(
  vault: Vault,
  caller: Caller,
  place: RequestPlace,
  decision: RequestDecision,
): Promise<AccessRequest> {
  return audited(vault, caller, 'request.decline', async (tx, subject) => {
    const request = await findPending(vault, tx, caller, place, subject);
    return decide(vault, tx, caller, request, 'declined', decision);
  });
}

/** Takes one's own request back. @throws ProblemError `NotFound`, `Forbidden`, `Conflict` */
export async function cancelRequest(
  vault: Vault,
  caller: Caller,
  place: RequestPlace,
): Promise<AccessRequest> {
  return audited(vault, caller, 'request.cancel', async (tx, subject) => {
    const request = await findPending(vault, tx, caller, place, subject);
    if (request.requestedBy !== personOf(caller)) {
      throw new ProblemError('Forbidden', 'Only who asked for access can take the request back.');
    }
    return decide(vault, tx, caller, request, 'cancelled', {});
  });
}

/**
 * Decides what is pending and needs nobody's decision any more, and says why; each has an entry. A
 * request that somebody edited stays as it is: it can be approved by nobody.
 */
export async function closeRequests(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  about: Pick<AccessRequestFilter, 'agentId' | 'secretName'>,
  { status, ...decision }: Closing,
): Promise<void> {
  const filter = { ...about, status: 'pending' } as const;
  for (let after: string | undefined; ;) {
    const requests = await tx.listAccessRequests(caller.account.id, { after, limit: pageSize }, filter);
    for (const request of requests) {
      if (!isWhole(() => verifyRequest(vault.keyring, request))) continue;
      const { id: targetId, agentId, secretName } = request;
      await decide(vault, tx, caller, request, status, decision);
      const subject: AuditSubject = { action: 'request.close', targetId, agentId, secretName };
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
    }
    if (requests.length < pageSize) return;
    after = requests.at(-1)?.id;
  }
}

/** What whoever asked is told. */
interface Closing {
  readonly status: 'approved' | 'declined';
  readonly note: string;
  readonly until?: string | undefined;
}

const grantedByAnother: Closing = {
  status: 'approved',
  note: 'Granted when another request for it was approved.',
};

const pageSize = 500;

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) < Date.parse(other) ? one : other;
}

async function findPending(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  { agentId, requestId }: RequestPlace,
  subject: AuditSubject,
): Promise<AccessRequestRecord> {
  const accountId = caller.account.id;
  await findAgent(vault, tx, accountId, agentId);
  subject.agentId = agentId;
  const found = isStorable(requestId) ? await tx.findAccessRequest(accountId, requestId) : undefined;
  if (found) verifyRequest(vault.keyring, found);
  if (found?.agentId !== agentId) throw new ProblemError('NotFound', 'The agent has no such request.');
  subject.secretName = found.secretName;
  subject.targetId = requestId;
  if (found.status === 'pending') return found;
  throw new ProblemError('Conflict', `The request is ${found.status} already.`);
}

async function decide(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  request: AccessRequestRecord,
  status: Exclude<AccessRequestRecord['status'], 'pending'>,
  { note, until }: RequestDecision & { readonly until?: string | undefined },
): Promise<AccessRequest> {
  requireText(note, 'The note');
  const decided = withRequestMac(vault.keyring, {
    ...request,
    status,
    until: until ?? null,
    note: note ?? null,
    decidedBy: personOf(caller),
    decidedByName: caller.name,
    decidedAt: vault.now().toISOString(),
  });
  await tx.updateAccessRequest(decided);
  await announceRequest(tx, 'request-decided', decided);
  return toAnswer(decided);
}
