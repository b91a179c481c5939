import { generationOf, IntegrityError, UnknownTermError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AuditRecord } from '../../storage/records.ts';
import type { Ahead, AuditedView, Transaction, View } from '../../storage/storage.ts';
import { auditMac } from './audit-mac.ts';
import type { AuditedAction, AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { requireStillActive } from '../callers/still-active.ts';
import type { Vault } from '../context/vault.ts';

/** The actor recorded in the log. */
export type Actor = Pick<AuditRecord, 'accountId' | 'actorId' | 'actorRole' | 'requestId'> &
  Partial<Pick<AuditRecord, 'userId' | 'address'>>;

/**
 * Runs `work` and writes its audit entry in the same transaction; both are durable when this resolves. A
 * refusal rolls back the changes, is recorded, and is rethrown. The same happens if the caller's key became
 * invalid after the request began. `looksAt` prefetches what `work` reads first, so that a remote storage
 * gets one query for many callers.
 */
export async function audited<T>(
  vault: Vault,
  caller: Caller,
  action: AuditedAction,
  work: (tx: Transaction, subject: AuditSubject) => Promise<T>,
  looksAt?: (view: Ahead) => readonly Promise<unknown>[],
): Promise<T> {
  const tokens = (view: Ahead) => caller.tokenDigests.slice(0, 1).map((digest) => view.findToken(digest));
  const ahead = (view: Ahead) => [...tokens(view), ...(looksAt?.(view) ?? [])];
  const change = async (tx: Transaction, subject: AuditSubject): Promise<T> => {
    await requireStillActive(vault, tx, caller);
    return work(tx, subject);
  };
  return recordingRefusals(vault, caller, action, () =>
    vault.storage.transact((tx) => withEntry(vault, caller, action, tx, change), ahead),
  );
}

/**
 * Like {@link audited}, for work that changes nothing; many such calls run together. What `look` reads is
 * fetched together with the caller's key, in one round trip to a remote storage; `decide` gets it only if the
 * key is still valid.
 */
export async function auditedReading<Found, T>(
  vault: Vault,
  caller: Caller,
  action: AuditedAction,
  look: (tx: AuditedView) => Promise<Found>,
  decide: (found: Found, subject: AuditSubject) => T,
): Promise<T> {
  const read = async (tx: AuditedView, subject: AuditSubject): Promise<T> => {
    const looking = look(tx);
    // If the key is no longer valid, that is the error to report.
    looking.catch(() => undefined);
    await requireStillActive(vault, tx, caller);
    return decide(await looking, subject);
  };
  return recordingRefusals(vault, caller, action, () =>
    vault.storage.transactReading((tx) => withEntry(vault, caller, action, tx, read)),
  );
}

/**
 * Like {@link auditedReading}, for lists: they are read without waiting for changes in progress, and recorded
 * before they are returned.
 */
export async function auditedLook<T>(
  vault: Vault,
  caller: Caller,
  action: AuditedAction,
  work: (view: View, subject: AuditSubject) => Promise<T>,
): Promise<T> {
  return recordingRefusals(vault, caller, action, async () => {
    const done = await vault.storage.look((view) => runWork(action, (subject) => work(view, subject)));
    await recordDecision(vault, caller, done.subject, undefined);
    return done.result;
  });
}

/** A refusal, together with what the work recorded about its subject. */
class RefusedWork extends Error {
  readonly subject: AuditSubject;
  override readonly cause: ProblemError | IntegrityError;

  constructor(subject: AuditSubject, cause: ProblemError | IntegrityError) {
    super(cause.message, { cause });
    this.subject = subject;
    this.cause = cause;
  }
}

/** Storage may run work more than once, so each run gets its own subject. @throws RefusedWork */
async function runWork<T>(action: AuditedAction, work: (subject: AuditSubject) => Promise<T>) {
  const subject: AuditSubject = { action };
  try {
    return { result: await work(subject), subject };
  } catch (error) {
    throw isRefusal(error) ? new RefusedWork(subject, error) : error;
  }
}

/** Runs the work, then appends its entry in the same transaction. @throws RefusedWork */
async function withEntry<Tx extends AuditedView, T>(
  vault: Vault,
  caller: Caller,
  action: AuditedAction,
  tx: Tx,
  work: (tx: Tx, subject: AuditSubject) => Promise<T>,
): Promise<T> {
  const { generation } = vault.keyring;
  const { result, subject } = await runWork(action, (about) => work(tx, about));
  // Rows written under one seed with an entry under the next would miss the pass that renews MACs.
  if (vault.keyring.generation !== generation) throw new UnknownTermError();
  await appendEntry(vault, tx, actorOf(caller), subject, undefined);
  return result;
}

/** Records a refusal and rethrows it. */
async function recordingRefusals<T>(
  vault: Vault,
  caller: Caller,
  action: AuditedAction,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await withKnownTerms(vault, run);
  } catch (error) {
    const { subject, cause } = error instanceof RefusedWork ? error : { subject: { action }, cause: error };
    if (isRefusal(cause)) await recordDecision(vault, caller, subject, cause);
    throw cause;
  }
}

function isRefusal(error: unknown): error is ProblemError | IntegrityError {
  return error instanceof ProblemError || error instanceof IntegrityError;
}

/** Records a decision that changed nothing; `refusal` is the reason, unless the request was allowed. */
export async function recordDecision(
  vault: Vault,
  caller: Caller,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
): Promise<void> {
  await withKnownTerms(vault, () =>
    vault.storage.transactReading((tx) => appendEntry(vault, tx, actorOf(caller), subject, refusal)),
  );
}

/**
 * Appends to the chain: each MAC covers the previous one. `written` receives the appended entry, which is
 * final only once the transaction has resolved. An entry under an older seed cannot follow one under a newer
 * seed, so no process of the vault writes what the others would refuse.
 * @throws UnknownTermError from the transaction, in that case
 */
export async function appendEntry(
  vault: Pick<Vault, 'keyring' | 'now'>,
  tx: Pick<AuditedView, 'appendAudit'>,
  actor: Actor,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
  written?: (record: AuditRecord) => void,
): Promise<void> {
  // Pins the keys in use now, because the entry belongs with what was written before it.
  const keyring = vault.keyring.pinned();
  await tx.appendAudit((head) => {
    if ((generationOf(head.mac) ?? 0) > keyring.generation) throw new UnknownTermError();
    const entry = entryAfter(head.seq, vault.now(), actor, subject, refusal);
    const record = { ...entry, mac: auditMac(keyring, entry, head.mac) };
    written?.(record);
    return record;
  });
}

function entryAfter(
  seq: number,
  now: Date,
  actor: Actor,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
): Omit<AuditRecord, 'mac'> {
  return {
    seq: seq + 1,
    at: now.toISOString(),
    ...actor,
    action: subject.action,
    ...decisionOf(refusal),
    secretName: subject.secretName ?? null,
    agentId: subject.agentId ?? null,
    version: subject.version ?? null,
    granted: subject.granted ?? [],
    ...(subject.until !== undefined && { until: subject.until }),
    revoked: subject.revoked ?? [],
    secretId: subject.secretId ?? null,
    revision: subject.revision ?? null,
    userId: actor.userId ?? null,
    targetId: subject.targetId ?? null,
    address: actor.address ?? null,
  };
}

/** The caller, as recorded in the log. */
export function actorOf(caller: Caller): Actor {
  return {
    accountId: caller.account.id,
    actorId: caller.id,
    actorRole: caller.role,
    requestId: caller.requestId,
    userId: caller.userId,
    address: caller.address,
  };
}

function decisionOf(refusal: ProblemError | IntegrityError | undefined) {
  if (!refusal) return { decision: 'allowed', code: null } as const;
  if (refusal instanceof ProblemError) return { decision: 'denied', code: refusal.auditCode } as const;
  return { decision: 'failed', code: 'IntegrityError' } as const;
}
