import type { Keyring } from '../../crypto/index.ts';
import type { AccessRequestRecord, IdempotencyRecord } from '../../storage/records.ts';

/** Adds the MAC that covers all of a request, including the decision. */
export function withRequestMac(
  keyring: Keyring,
  request: Omit<AccessRequestRecord, 'mac'>,
): AccessRequestRecord {
  return { ...request, mac: keyring.mac('request', requestContent(request)) };
}

/** @throws IntegrityError if the request's row was edited */
export function verifyRequest(keyring: Keyring, request: AccessRequestRecord): void {
  keyring.verifyMac('request', requestContent(request), request.mac, 'an access request', request.id);
}

/** Adds the MAC that binds an answer to who can get it again, and for how long. */
export function withAnswerMac(keyring: Keyring, record: Omit<IdempotencyRecord, 'mac'>): IdempotencyRecord {
  return { ...record, mac: keyring.mac('idempotency', answerContent(record)) };
}

/** @throws IntegrityError if the answer was edited */
export function verifyAnswer(keyring: Keyring, record: IdempotencyRecord): void {
  keyring.verifyMac('idempotency', answerContent(record), record.mac, 'a stored answer');
}

function requestContent(request: Omit<AccessRequestRecord, 'mac'>) {
  const { id, accountId, agentId, secretName, status, reason, place, note } = request;
  const { requestedBy, requestedByName, createdAt, decidedBy, decidedByName, decidedAt } = request;
  const asked = [id, accountId, agentId, secretName, status, reason, place];
  const decision = [requestedBy, requestedByName, createdAt, decidedBy, decidedByName, decidedAt, note];
  const { approvedBy, approvedByName, approvedAt } = request;
  // Without a first approval and an end, the content is the same as before these fields existed.
  const first = [approvedBy, approvedByName, approvedAt];
  const { until } = request;
  const isLater = until !== null || first.some((part) => part !== null);
  return [...asked, ...decision, ...(isLater ? first : []), ...(until === null ? [] : [until])];
}

/** The first item separates it from other content under a MAC of this purpose. */
function answerContent(record: Omit<IdempotencyRecord, 'mac'>) {
  const { accountId, actorId, route, digest, requestDigest, answer, createdAt, expiresAt } = record;
  return ['answer', accountId, actorId, route, digest, requestDigest, answer, createdAt, expiresAt];
}
