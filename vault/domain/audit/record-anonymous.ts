import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { IntegrityError } from '../../crypto/index.ts';
import type { ProblemError } from '../../errors.ts';
import type { Sender } from '../callers/caller.ts';
import type { Vault } from '../vault.ts';
import { type Actor, appendEntry } from './audit.ts';

/** Keeps what was refused before anybody was known to be asking: with the first account, whose admins run the vault. */
export async function recordAnonymous(
  vault: Vault,
  action: AuditAction,
  sender: Sender,
  refusal: ProblemError | IntegrityError,
): Promise<void> {
  const account = await vault.storage.look((view) => view.firstAccount());
  const actor = actorWithoutKey(account?.id ?? 'vault', undefined, sender);
  await vault.storage.transactReading((tx) => appendEntry(vault, tx, actor, { action }, refusal));
}

/** Who is written down where there is no key that could be the actor. */
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
