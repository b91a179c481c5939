import { Check } from 'typebox/value';
import {
  AccessRequest,
  type AccessRequestPage,
  type NewAccessRequest,
  type RequestStatus,
} from '../../../contracts/vault-api/requests.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AccessRequestRecord } from '../../storage/records.ts';
import type { AccessRequestFilter, Transaction, View } from '../../storage/storage.ts';
import { findAgent } from '../accounts/agents.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { mayRead } from '../rows/grants.ts';
import { verifyRequest, withRequestMac } from '../rows/row-macs.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { findSecret } from '../secrets/find-secret.ts';
import { requireNewName, requireNoCredential, requireReadable, requireText } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

export interface RequestQuery extends PageQuery {
  readonly status?: RequestStatus;
}

/**
 * Lists the requests of the account, or of one of its agents, newest first. @throws ProblemError `NotFound`
 */
export async function listAccessRequests(
  vault: Vault,
  caller: Caller,
  query: RequestQuery,
  agentId?: string,
): Promise<AccessRequestPage> {
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'request.list', async (view, subject) => {
    const { id: accountId } = caller.account;
    const filter: AccessRequestFilter = {
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(agentId === undefined ? {} : { agentId }),
    };
    if (agentId !== undefined) {
      await findAgent(vault, view, accountId, agentId);
      subject.agentId = agentId;
    }
    const list = (page: typeof request) => view.listAccessRequests(accountId, page, filter);
    const { items, ...rest } = await readPage(request, list, ({ id }) => id);
    for (const one of items) verifyRequest(vault.keyring, one);
    return { requests: await withNewSecrets(view, accountId, items.map(toAnswer)), ...rest };
  });
}

/**
 * Requests access to a secret for an agent. A repeated request updates the person's own pending request with
 * the new reason and location, regardless of other people's requests.
 * @throws ProblemError `NotFound`, `SecretNotFound` unless a new secret is requested, `Conflict` if the agent has
 *   access or the secret is deleted, `InvalidInput`, `KeyReused`
 */
export async function requestAccess(
  vault: Vault,
  caller: Caller,
  agentId: string,
  input: NewAccessRequest,
  key?: string,
): Promise<{ request: AccessRequest; isNew: boolean }> {
  const call: Repeatable = { key, route: 'requestAccess', request: { agentId, ...input } };
  return audited(vault, caller, 'request.create', async (tx, subject) => {
    await findAgent(vault, tx, caller.account.id, agentId);
    subject.agentId = agentId;
    requireReadable(input.reason, 'The reason');
    requireText(input.place, 'The place');
    let isNew = false;
    const request = await once(vault, tx, caller, call, isAccessRequest, async () => {
      const { id: accountId } = caller.account;
      const isMissing = input.newSecret === true && (await isFree(tx, accountId, input.secretName, subject));
      if (!isMissing) await requireUngranted(vault, tx, caller, agentId, input.secretName, subject);
      const own = await tx.pendingAccessRequest(accountId, agentId, input.secretName, personOf(caller));
      isNew = own === undefined;
      const asked = own
        ? await askAgain(vault, tx, own, input)
        : await insert(vault, tx, caller, agentId, input);
      // The revision lets the log distinguish a request that drops a first approval from an unchanged one.
      if (asked !== own) subject.revision = 1;
      return { ...toAnswer(asked), ...(isMissing && { newSecret: true }) };
    });
    subject.targetId = request.id;
    return { request, isNew };
  });
}

/** Whether a secret with this name can be created. @throws ProblemError `Conflict`, `InvalidInput` */
async function isFree(
  tx: Transaction,
  accountId: string,
  name: string,
  subject: AuditSubject,
): Promise<boolean> {
  requireNewName(name);
  requireNoCredential(name, 'The name');
  subject.secretName = name;
  const [found] = await tx.findSecrets(accountId, [name]);
  if (!found) return true;
  if (found.deletedAt === null) return false;
  throw new ProblemError('Conflict', 'A deleted secret has this name. Ask an account admin to restore it.');
}

async function requireUngranted(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  agentId: string,
  name: string,
  subject: AuditSubject,
): Promise<void> {
  const secret = await findSecret(vault, tx, caller, name, subject);
  if (mayRead(secret.access, agentId, vault.now()))
    throw new ProblemError('Conflict', 'The agent already has access to the secret.');
}

/** Marks the pending requests whose secret has to be created. */
async function withNewSecrets(
  view: View,
  accountId: string,
  requests: readonly AccessRequest[],
): Promise<AccessRequest[]> {
  const pending = requests.filter(({ status }) => status === 'pending');
  const names = [...new Set(pending.map(({ secretName }) => secretName))];
  const found = names.length === 0 ? [] : await view.findSecrets(accountId, names);
  const known = new Set(found.map(({ name }) => name));
  return requests.map((request) =>
    request.status !== 'pending' || known.has(request.secretName) ? request : { ...request, newSecret: true },
  );
}

/** The part of a request that everyone can see. */
export function toAnswer(record: AccessRequestRecord): AccessRequest {
  const { id, agentId, secretName, status, reason, requestedBy, requestedByName, createdAt } = record;
  const { place, decidedBy, decidedByName, decidedAt, note, until } = record;
  return {
    id,
    agentId,
    secretName,
    status,
    reason,
    requestedBy,
    requestedByName,
    createdAt,
    ...(place === null ? {} : { place }),
    ...(decidedBy === null ? {} : { decidedBy }),
    ...(decidedByName === null ? {} : { decidedByName }),
    ...(decidedAt === null ? {} : { decidedAt }),
    ...(note === null ? {} : { note }),
    ...(until === null ? {} : { until }),
    ...firstApprovalOf(record),
  };
}

function firstApprovalOf(record: AccessRequestRecord): Pick<AccessRequest, 'firstApproval'> {
  const { approvedBy: by, approvedByName: byName, approvedAt: at } = record;
  return by === null || byName === null || at === null ? {} : { firstApproval: { by, byName, at } };
}

/** Identifies the person behind a caller, whichever key they use. */
export function personOf({ userId, id }: Caller): string {
  return userId ?? id;
}

/** Notifies editors that a request was made, changed or decided. */
export async function announceRequest(
  tx: Transaction,
  type: 'request-created' | 'request-decided',
  { id, accountId, agentId, secretName }: AccessRequestRecord,
): Promise<void> {
  await tx.appendEvent(accountId, { type, requestId: id, names: [secretName], agentIds: [agentId] });
}

async function insert(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  agentId: string,
  { secretName, reason = '', place }: NewAccessRequest,
): Promise<AccessRequestRecord> {
  const request = withRequestMac(vault.keyring, {
    id: vault.newId('req'),
    accountId: caller.account.id,
    agentId,
    secretName,
    status: 'pending',
    reason,
    place: place ?? null,
    requestedBy: personOf(caller),
    requestedByName: caller.name,
    createdAt: vault.now().toISOString(),
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    note: null,
    ...notApproved,
  });
  await tx.insertAccessRequest(request);
  await announceRequest(tx, 'request-created', request);
  return request;
}

/** Fields omitted from the new request keep their values. @throws IntegrityError */
async function askAgain(
  vault: Vault,
  tx: Transaction,
  own: AccessRequestRecord,
  { reason = own.reason, place = own.place ?? undefined }: NewAccessRequest,
): Promise<AccessRequestRecord> {
  verifyRequest(vault.keyring, own);
  if (reason === own.reason && place === (own.place ?? undefined)) return own;
  // The approval was given for a different reason.
  const request = withRequestMac(vault.keyring, { ...own, ...notApproved, reason, place: place ?? null });
  await tx.updateAccessRequest(request);
  await announceRequest(tx, 'request-created', request);
  return request;
}

const notApproved = { approvedBy: null, approvedByName: null, approvedAt: null, until: null } as const;

function isAccessRequest(value: unknown): value is AccessRequest {
  return Check(AccessRequest, value);
}
