import type {
  AccessRequest,
  RequestApproval,
  RequestDecision,
} from '../../../contracts/vault-api/requests.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AccessRequestRecord } from '../../storage/records.ts';
import type { AccessRequestFilter, Transaction } from '../../storage/storage.ts';
import { announceAccess, endFrom, grantAndRevoke } from './access-lists.ts';
import { findAgent } from '../accounts/agents.ts';
import { actorOf, appendEntry, audited } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { isWhole } from '../rows/is-whole.ts';
import { verifyRequest, withRequestMac } from '../rows/row-macs.ts';
import { announceRequest, personOf, toAnswer } from './requests.ts';
import { completesApproval } from '../accounts/second-approver.ts';
import { findSecret } from '../secrets/find-secret.ts';
import { isStorable, requireReadable } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

/** Identifies a request. */
export interface RequestPlace {
  readonly agentId: string;
  readonly requestId: string;
}

/**
 * Grants what was requested and records the decision; also closes other requests for the same access. In an
 * account with two approvers, the first approval is only recorded and the request stays pending. If the
 * approvers set different expiries, the earlier one applies.
 * @throws ProblemError `NotFound`, `Conflict` if already decided, `SecretNotFound`, `Forbidden` for the
 *   requester, `InvalidInput`
 */
export async function approveRequest(
  vault: Vault,
  caller: Caller,
  place: RequestPlace,
  approval: RequestApproval,
): Promise<AccessRequest> {
  return audited(vault, caller, 'request.approve', async (tx, subject) => {
    const request = await findPending(vault, tx, caller, place, subject);
    const [known] = await tx.findSecrets(caller.account.id, [request.secretName]);
    if (!known) throw notCreated();
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

function notCreated(): ProblemError {
  return new ProblemError(
    'SecretNotFound',
    'The secret does not exist yet. Create it with access for the agent, which also approves the request.',
  );
}

/** Leaves the request pending and records who approved it. */
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

/** @throws ProblemError `NotFound`, `Conflict` if already decided */
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

/** Withdraws the caller's own request. @throws ProblemError `NotFound`, `Forbidden`, `Conflict` */
export async function cancelRequest(
  vault: Vault,
  caller: Caller,
  place: RequestPlace,
): Promise<AccessRequest> {
  return audited(vault, caller, 'request.cancel', async (tx, subject) => {
    const request = await findPending(vault, tx, caller, place, subject);
    if (request.requestedBy !== personOf(caller)) {
      throw new ProblemError('Forbidden', 'Only the requester can cancel the request.');
    }
    return decide(vault, tx, caller, request, 'cancelled', {});
  });
}

/**
 * Decides pending requests that no longer need a person's decision, and records the reason in an audit entry
 * for each. A request whose row was edited is left alone, since it cannot be approved, and so are those for other
 * agents than `only`.
 */
export async function closeRequests(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  about: Pick<AccessRequestFilter, 'agentId' | 'secretName'>,
  { status, ...decision }: Closing,
  only?: readonly string[],
): Promise<void> {
  const filter = { ...about, status: 'pending' } as const;
  for (let after: string | undefined; ;) {
    const requests = await tx.listAccessRequests(caller.account.id, { after, limit: pageSize }, filter);
    for (const request of requests) {
      const { id: targetId, agentId, secretName } = request;
      if (only?.includes(agentId) === false) continue;
      if (!isWhole(() => verifyRequest(vault.keyring, request))) continue;
      await decide(vault, tx, caller, request, status, decision);
      const subject: AuditSubject = { action: 'request.close', targetId, agentId, secretName };
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
    }
    if (requests.length < pageSize) return;
    after = requests.at(-1)?.id;
  }
}

/** The response to the requester. */
interface Closing {
  readonly status: 'approved' | 'declined';
  readonly note: string;
  readonly until?: string | undefined;
}

const grantedByAnother: Closing = {
  status: 'approved',
  note: 'Granted when another request for the same access was approved.',
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
  if (found?.agentId !== agentId)
    throw new ProblemError('NotFound', 'The agent has no request with this id.');
  subject.secretName = found.secretName;
  subject.targetId = requestId;
  if (found.status === 'pending') return found;
  throw new ProblemError('Conflict', `The request is already ${found.status}.`);
}

async function decide(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  request: AccessRequestRecord,
  status: Exclude<AccessRequestRecord['status'], 'pending'>,
  { note, until }: RequestDecision & { readonly until?: string | undefined },
): Promise<AccessRequest> {
  requireReadable(note, 'The note');
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
