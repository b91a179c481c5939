import { IntegrityError, type Keyring } from '../crypto/index.ts';
import { ProblemError } from '../errors.ts';
import type { AuditRecord } from '../storage/records.ts';
import type { AuditedView, Transaction } from '../storage/storage.ts';
import type { Caller } from './caller.ts';
import type { Vault } from './vault.ts';

/** What the audit log can say of a decision. Names are set only once they are known to be names. */
export interface AuditSubject {
  readonly action: string;
  secretName?: string;
  agentId?: string;
  version?: number;
  granted?: readonly string[];
  revoked?: readonly string[];
  /** Of a changed secret, with the revision it got: by them an older copy of its row is found. */
  secretId?: string;
  revision?: number;
  /** Id of the user, token, session or request that the action was about. */
  targetId?: string;
}

type Actor = Pick<AuditRecord, 'accountId' | 'actorId' | 'actorRole' | 'requestId'> &
  Partial<Pick<AuditRecord, 'userId' | 'address'>>;

/**
 * Runs `work` and writes its audit entry in the same transaction: when this resolves, both are
 * durable. A refusal takes the changes back, is recorded as such, and is thrown on.
 */
export async function audited<T>(
  vault: Vault,
  caller: Caller,
  action: string,
  work: (tx: Transaction, subject: AuditSubject) => Promise<T>,
): Promise<T> {
  let subject: AuditSubject = { action };
  try {
    return await vault.storage.transact(async (tx) => {
      subject = { action };
      const result = await work(tx, subject);
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
      return result;
    });
  } catch (error) {
    if (error instanceof ProblemError || error instanceof IntegrityError) {
      await recordDecision(vault, caller, subject, error);
    }
    throw error;
  }
}

/** The same for work that changes nothing: many such run together. */
export async function auditedReading<T>(
  vault: Vault,
  caller: Caller,
  action: string,
  work: (tx: AuditedView, subject: AuditSubject) => Promise<T>,
): Promise<T> {
  let subject: AuditSubject = { action };
  try {
    return await vault.storage.transactReading(async (tx) => {
      subject = { action };
      const result = await work(tx, subject);
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
      return result;
    });
  } catch (error) {
    if (error instanceof ProblemError || error instanceof IntegrityError) {
      await recordDecision(vault, caller, subject, error);
    }
    throw error;
  }
}

/** Records a decision that changed nothing. */
export async function recordDecision(
  vault: Vault,
  caller: Caller,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  await vault.storage.transactReading((tx) => appendEntry(vault, tx, actorOf(caller), subject, refusal));
}

/** Appends to the chain: each MAC covers the one before it. */
export async function appendEntry(
  vault: Pick<Vault, 'keyring' | 'now'>,
  tx: AuditedView,
  actor: Actor,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
): Promise<void> {
  await tx.appendAudit((head) => {
    const entry = entryAfter(head.seq, vault.now(), actor, subject, refusal);
    return { ...entry, mac: vault.keyring.mac('audit', macContent(entry, head.mac)) };
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
    revoked: subject.revoked ?? [],
    secretId: subject.secretId ?? null,
    revision: subject.revision ?? null,
    userId: actor.userId ?? null,
    targetId: subject.targetId ?? null,
    address: actor.address ?? null,
  };
}

/** Reads the whole chain. Resolves to the number of entries. @throws IntegrityError at the first wrong one. */
export async function verifyAuditChain(vault: Vault): Promise<number> {
  let seq = 0;
  let previous: Buffer = Buffer.alloc(32);
  for (;;) {
    const entries = await vault.storage.auditAfter(seq, 1000);
    if (entries.length === 0) return seq;
    for (const entry of entries) {
      seq += 1;
      if (entry.seq !== seq) throw new IntegrityError(`audit entry ${String(seq)}`);
      verifyEntry(vault.keyring, entry, previous);
      previous = entry.mac;
    }
  }
}

function verifyEntry(keyring: Keyring, entry: AuditRecord, previous: Buffer): void {
  keyring.verifyMac('audit', macContent(entry, previous), entry.mac, `audit entry ${String(entry.seq)}`);
}

function actorOf(caller: Caller): Actor {
  return {
    accountId: caller.account.id,
    actorId: caller.id,
    actorRole: caller.role,
    requestId: caller.requestId,
  };
}

function decisionOf(refusal: ProblemError | IntegrityError | undefined) {
  if (!refusal) return { decision: 'allowed', code: null } as const;
  if (refusal instanceof ProblemError) return { decision: 'denied', code: refusal.code } as const;
  return { decision: 'failed', code: 'IntegrityError' } as const;
}

function macContent(entry: Omit<AuditRecord, 'mac'>, previous: Buffer) {
  const { secretId, revision, userId, targetId, address } = entry;
  const later = [secretId, revision, userId, targetId, address];
  return [
    entry.seq,
    entry.at,
    entry.accountId,
    entry.actorId,
    entry.actorRole,
    entry.action,
    entry.decision,
    entry.code,
    entry.secretName,
    entry.agentId,
    entry.version,
    entry.granted,
    entry.revoked,
    entry.requestId,
    previous.toString('base64'),
    // The first entries did not have these; without them an entry reads as it did then.
    ...(later.some((field) => field !== null) ? later : []),
  ];
}
