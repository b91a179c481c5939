import { IntegrityError, type Keyring } from '../crypto/index.ts';
import { ProblemError } from '../errors.ts';
import type { AuditRecord } from '../storage/records.ts';
import type { Transaction } from '../storage/storage.ts';
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
}

type Actor = Pick<AuditRecord, 'accountId' | 'actorId' | 'actorRole' | 'requestId'>;

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

/** Records a decision that changed nothing. */
export async function recordDecision(
  vault: Vault,
  caller: Caller,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  await vault.storage.transact((tx) => appendEntry(vault, tx, actorOf(caller), subject, refusal));
}

/** Appends to the chain: each MAC covers the one before it. */
export async function appendEntry(
  vault: Pick<Vault, 'keyring' | 'now'>,
  tx: Transaction,
  actor: Actor,
  subject: AuditSubject,
  refusal: ProblemError | IntegrityError | undefined,
): Promise<void> {
  const head = await tx.auditHead();
  const entry: Omit<AuditRecord, 'mac'> = {
    seq: head.seq + 1,
    at: vault.now().toISOString(),
    ...actor,
    action: subject.action,
    ...decisionOf(refusal),
    secretName: subject.secretName ?? null,
    agentId: subject.agentId ?? null,
    version: subject.version ?? null,
    granted: subject.granted ?? [],
    revoked: subject.revoked ?? [],
  };
  const mac = vault.keyring.mac('audit', macContent(entry, head.mac));
  await tx.appendAudit({ ...entry, mac });
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
  ];
}
