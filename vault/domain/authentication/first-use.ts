import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { Transaction } from '../../storage/storage.ts';
import { findAnswer } from '../callers/idempotency.ts';
import { withAnswerMac } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';

/** A signed token whose issuer was verified. */
interface BelievedToken {
  readonly signed: string;
  readonly refusedFrom: Date;
}

/**
 * Whether a token is used for the first time. A token is remembered until it is too old to be accepted
 * anyway.
 */
export async function isFirstUse(
  vault: Vault,
  tx: Transaction,
  action: AuditAction,
  accountId: string,
  { signed, refusedFrom }: BelievedToken,
): Promise<boolean> {
  const [digest, ...older] = vault.keyring.digests([action, signed]);
  const place = { accountId, actorId: action, route: action };
  if (!digest || (await findAnswer(tx, place, older))) return false;
  const times = { createdAt: vault.now().toISOString(), expiresAt: refusedFrom.toISOString() };
  const record = { ...place, ...times, digest, requestDigest: digest, answer: '{}' };
  return tx.insertIdempotent(withAnswerMac(vault.keyring, record));
}
