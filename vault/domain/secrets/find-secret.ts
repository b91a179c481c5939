import { nameProblem } from '../../../contracts/secret.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { type ExpectedTag, requireTag, tagOfSecret } from '../input/tags.ts';
import { changedSecret, verifySecret } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';

/**
 * A secret that is not deleted and whose row is as the vault wrote it. @throws ProblemError `SecretNotFound`
 */
export async function findSecret(
  vault: Vault,
  view: View,
  caller: Caller,
  name: string,
  subject: AuditSubject,
): Promise<SecretRecord> {
  const secret = await findEvenDeleted(vault, view, caller, name, subject);
  if (secret.deletedAt !== null) throw unknownSecret();
  return secret;
}

/** Like {@link findSecret}, but also finds deleted secrets. @throws ProblemError `SecretNotFound` */
export async function findEvenDeleted(
  vault: Vault,
  view: View,
  caller: Caller,
  name: string,
  subject: AuditSubject,
): Promise<SecretRecord> {
  const secret = nameProblem(name) === undefined ? await view.findSecret(caller.account.id, name) : undefined;
  if (!secret) throw unknownSecret();
  subject.secretName = name;
  verifySecret(vault.keyring, secret);
  return secret;
}

export function unknownSecret(): ProblemError {
  return new ProblemError('SecretNotFound', 'The account has no secret with this name.');
}

/** @throws ProblemError `VersionConflict` */
export function requireSecretTag(secret: SecretRecord, expected: ExpectedTag): void {
  requireTag(tagOfSecret(secret), expected, 'The secret');
}

/** Writes a changed secret; its audit entry contains the new revision. */
export async function writeSecret(
  { keyring }: Vault,
  tx: Transaction,
  secret: SecretRecord,
  changes: Parameters<typeof changedSecret>[2],
  subject: AuditSubject,
): Promise<SecretRecord> {
  const changed = changedSecret(keyring, secret, changes);
  await tx.updateSecret(changed);
  Object.assign(subject, { secretId: changed.id, revision: changed.revision });
  return changed;
}

/** Notifies editors that their view of these secrets is stale. */
export async function announceChange(
  tx: Transaction,
  accountId: string,
  names: readonly string[],
): Promise<void> {
  await tx.bumpCatalogVersion(accountId);
  await tx.appendEvent(accountId, { type: 'catalog-changed', names: [...names] });
}
