import { IntegrityError } from '../../crypto/index.ts';
import type { ProblemError } from '../../errors/errors.ts';
import type { Sender } from '../callers/caller.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';
import { type Actor, appendEntry } from './audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';

/**
 * Records a refusal under the first account, whose admins run the vault, because the sender is still unknown.
 */
export async function recordAnonymous(
  vault: Vault,
  subject: AuditSubject,
  sender: Sender,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  const account = await vault.storage.look((view) => view.firstAccount());
  await recordWithoutKey(vault, account?.id ?? 'vault', subject, sender, refusal);
}

/** Like {@link recordAnonymous}, for a known account. */
export async function recordWithoutKey(
  vault: Vault,
  accountId: string,
  subject: AuditSubject,
  sender: Sender,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  const actor = actorWithoutKey(accountId, undefined, sender);
  await withKnownTerms(vault, () =>
    vault.storage.transactReading((tx) => appendEntry(vault, tx, actor, subject, refusal)),
  );
}

/** For work without a key: records an edited row in a separate entry, because the work is rolled back. */
export async function recordingDamage<T>(
  vault: Vault,
  action: AuditSubject['action'],
  sender: Sender,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof IntegrityError) await recordAnonymous(vault, { action }, sender, error);
    throw error;
  }
}

/** The actor to record if no key can be the actor. */
export function actorWithoutKey(
  accountId: string,
  userId: string | undefined,
  { requestId, address }: Sender,
): Actor {
  return {
    accountId,
    actorId: userId ?? 'unknown',
    actorRole: 'vault',
    requestId,
    address,
    userId: userId ?? null,
  };
}
