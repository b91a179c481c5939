import { IntegrityError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry, audited } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { isWhole } from '../rows/is-whole.ts';
import { verifySecret } from '../rows/row-macs.ts';
import { findEvenDeleted, requireSecretTag } from '../secrets/find-secret.ts';
import { Pace } from '../context/pace.ts';
import type { ExpectedTag } from '../input/tags.ts';
import type { Vault } from '../context/vault.ts';

/** Secrets purged per transaction; each transaction blocks others. */
const batch = 10;
const expiredAtOnce = 50;
/** Cost of destroying a secret with its versions, in units of a {@link Pace}. */
const unitsPerSecret = 10;

/**
 * Destroys secrets that were deleted more than a week ago: all their versions, with the keys that decrypt
 * them. Resolves to the number of secrets destroyed. Also removes the responses stored for repeated requests.
 * Skips edited rows, which `verify` reports.
 */
export async function purgeDeleted(vault: Vault): Promise<number> {
  const edited = new Set<string>();
  const pace = new Pace();
  for (let purged = 0; ;) {
    const more = await vault.storage.transact((tx) => purgeSome(vault, tx, edited));
    purged += more;
    await pace.worked(more * unitsPerSecret);
    if (more > 0) continue;
    await forgetExpired(vault, pace);
    return purged;
  }
}

async function forgetExpired({ storage, now }: Vault, pace: Pace): Promise<void> {
  for (;;) {
    const removed = await storage.transact((tx) => tx.removeExpired(now().toISOString(), expiredAtOnce));
    if (removed === 0) return;
    await pace.worked(removed);
  }
}

/**
 * Destroys one deleted secret before the week is over, because it leaked or its name is needed.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`, `Conflict` if it is not deleted
 */
export async function purgeSecret(
  vault: Vault,
  caller: Caller,
  name: string,
  expected: ExpectedTag,
): Promise<void> {
  await audited(vault, caller, 'secret.purge', async (tx, subject) => {
    const secret = await findEvenDeleted(vault, tx, caller, name, subject);
    requireSecretTag(secret, expected);
    if (secret.deletedAt === null)
      throw new ProblemError('Conflict', 'Delete the secret before you purge it.');
    await tx.purgeSecret(secret.id);
    subject.secretId = secret.id;
  });
}

async function purgeSome(vault: Vault, tx: Transaction, edited: Set<string>): Promise<number> {
  const found = await tx.secretsToPurge(vault.now().toISOString(), batch + edited.size);
  let purged = 0;
  for (const secret of found) {
    if (edited.has(secret.id)) continue;
    if (isWhole(() => verifySecret(vault.keyring, secret))) {
      await purge(vault, tx, secret);
      purged += 1;
    } else {
      edited.add(secret.id);
      const subject: AuditSubject = { action: 'secret.purge', secretName: secret.name };
      await appendEntry(vault, tx, actorFor(secret), subject, new IntegrityError('a secret'));
    }
  }
  return purged;
}

/** The entry contains the secret's id, which shows that its row was removed legitimately. */
async function purge(vault: Vault, tx: Transaction, secret: SecretRecord): Promise<void> {
  await tx.purgeSecret(secret.id);
  const subject: AuditSubject = { action: 'secret.purge', secretName: secret.name, secretId: secret.id };
  await appendEntry(vault, tx, actorFor(secret), subject, undefined);
}

/** The vault itself is the actor, since no request triggers this. */
function actorFor({ accountId }: SecretRecord): Actor {
  return { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'purge' };
}
