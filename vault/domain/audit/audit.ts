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
 * Runs `work` and writes its audit entry in the same transaction: when this resolves, both are durable. A
 * refusal rolls back the changes, is recorded as such, and is rethrown; so is a caller whose key has ended
 * since the request began. `looksAt` prefetches what `work` will read first, so that a remote storage is
 * queried once for many callers.
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
 * The same for work that changes nothing; many such run together. What `look` reads is read together with the
 * caller's key, in one round trip to a remote storage; `decide` gets it only if the key is still valid.
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
    // If the key has ended, that is the error to report.
    looking.catch(() => undefined);
    await requireStillActive(vault, tx, caller);
    return decide(await looking, subject);
  };
  return recordingRefusals(vault, caller, action, () =>
    vault.storage.transactReading((tx) => withEntry(vault, caller, action, tx, read)),
  );
}

/**
 * The same for lists: they read without waiting for changes in progress, and are recorded before they are
 * returned.
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

/** A refusal, with what the work had recorded about its subject. */
class RefusedWork extends Error {
  readonly subject: AuditSubject;
  override readonly cause: ProblemError | IntegrityError;

  constructor(subject: AuditSubject, cause: ProblemError | IntegrityError) {
    super(cause.message, { cause });
    this.subject = subject;
    this.cause = cause;
  }
}

/** Storage may run work again: each run has a subject of its own. @throws RefusedWork */
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
  // Rows of one seed with an entry of the next would be too late for the pass that gives them new MACs.
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

/** Records a decision that changed nothing; `refusal` is why, unless it was allowed. */
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
 * Appends to the chain: each MAC covers the previous one. `written` receives the entry as appended, which is
 * certain to stay only once the transaction has resolved. An entry cannot be written under an older seed
 * after one of a newer seed, so that no process of the vault writes what the others would refuse.
 * @throws UnknownTermError in that case, from the transaction
 */
export async function appendEntry(
  vault: Pick<Vault, 'keyring' | 'now'>,
  tx: Pick<AuditedView, 'appendAudit'>,
  actor: Actor,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
  written?: (record: AuditRecord) => void,
): Promise<void> {
  // The keys in use now: the entry belongs to what was written before it.
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
