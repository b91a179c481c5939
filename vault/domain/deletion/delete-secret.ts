import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { closeRequests } from '../access/decide-request.ts';
import {
  announceChange,
  findEvenDeleted,
  findSecret,
  requireSecretTag,
  unknownSecret,
  writeSecret,
} from '../secrets/find-secret.ts';
import { toMetadata } from '../secrets/secret-metadata.ts';
import { daysFromNow } from '../people/tokens.ts';
import type { ExpectedTag } from '../input/tags.ts';
import type { Vault } from '../context/vault.ts';

const daysToUndelete = 7;

/**
 * Once this resolves, the secret can no longer be read. It can be undeleted for a week, during which its name
 * stays taken. Requests for it are declined, and remain so if it is undeleted.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`
 */
export async function deleteSecret(
  vault: Vault,
  caller: Caller,
  name: string,
  expected: ExpectedTag,
): Promise<SecretMetadata> {
  return audited(vault, caller, 'secret.delete', async (tx, subject) => {
    const secret = await findSecret(vault, tx, caller, name, subject);
    requireSecretTag(secret, expected);
    const deletedAt = vault.now().toISOString();
    const purgeAfter = daysFromNow(vault, daysToUndelete);
    const deleted = await writeSecret(vault, tx, secret, { deletedAt, purgeAfter }, subject);
    const closing = { status: 'declined', note: 'The secret was deleted.' } as const;
    await closeRequests(vault, tx, caller, { secretName: name }, closing);
    await announceChange(tx, caller.account.id, [name]);
    return toMetadata(deleted);
  });
}

/**
 * Restores a deleted secret with its access list and versions; a secret that is not deleted is left
 * unchanged.
 * @throws ProblemError `VersionConflict`, `SecretNotFound`, also after the week, whether purged or not
 */
export async function undeleteSecret(
  vault: Vault,
  caller: Caller,
  name: string,
  expected: ExpectedTag,
): Promise<SecretMetadata> {
  return audited(vault, caller, 'secret.undelete', async (tx, subject) => {
    const secret = await findEvenDeleted(vault, tx, caller, name, subject);
    requireSecretTag(secret, expected);
    if (secret.purgeAfter === null) return toMetadata(secret);
    if (secret.purgeAfter <= vault.now().toISOString()) throw unknownSecret();
    const changes = { deletedAt: null, purgeAfter: null };
    const undeleted = await writeSecret(vault, tx, secret, changes, subject);
    await announceChange(tx, caller.account.id, [name]);
    return toMetadata(undeleted);
  });
}
