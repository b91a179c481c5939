import { ProblemError } from '../../errors/errors.ts';
import type { UserRecord } from '../../storage/records.ts';
import type { AuditedView } from '../../storage/storage.ts';
import type { Caller } from './caller.ts';
import { committedKeys, expired, findCaller, verifyFound } from './find-caller.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { recentKey, type Vault } from '../context/vault.ts';
import { IntegrityError } from '../../crypto/index.ts';

/** The cached caller is no longer valid: the sender of the request must be looked up. */
export class StaleCaller extends Error {}

/**
 * Whether the caller's key is still valid at this moment, with all its rights, in an account whose vault is
 * on.
 */
export async function isStillActive(vault: Vault, caller: Caller): Promise<boolean> {
  if (await isUnchanged(vault, vault.storage, caller)) return true;
  const found = await withKnownTerms(vault, () =>
    findCaller(vault, committedKeys(vault), 'token', caller.tokenDigests, caller),
  );
  if (!found || found.problem || !found.caller.account.vaultEnabled) return false;
  return mayAsBefore(caller, found.caller);
}

/**
 * Like {@link isStillActive}, within a transaction. A request can take a long time to arrive, so anything
 * committed in the meantime that invalidates the key takes effect.
 * @throws ProblemError `CredentialExpired`, `AddressNotAllowed`, `Forbidden`, `VaultDisabled`; {@link
 *   StaleCaller}
 */
export async function requireStillActive(vault: Vault, tx: AuditedView, caller: Caller): Promise<void> {
  if (caller.isRecalled) return requireAsRemembered(vault, tx, caller);
  if (await isUnchanged(vault, tx, caller)) return;
  const kind = caller.role === 'sandbox' ? 'sandbox' : 'token';
  const found = await findCaller(vault, tx, kind, caller.tokenDigests, caller);
  if (!found) throw expired();
  if (found.problem) throw found.problem;
  if (!mayAsBefore(caller, found.caller)) {
    throw new ProblemError('Forbidden', 'The key was revoked or lost its permissions in the meantime.');
  }
  // If the vault was already off, the request is one of the few that are still allowed.
  if (caller.account.vaultEnabled && !found.caller.account.vaultEnabled) throw vaultDisabled();
}

async function requireAsRemembered(vault: Vault, tx: AuditedView, caller: Caller): Promise<void> {
  try {
    if (await isUnchanged(vault, tx, caller)) return;
  } catch (error) {
    // An edited row is refused when the caller is looked up.
    if (!(error instanceof IntegrityError)) throw error;
  }
  for (const digest of caller.tokenDigests) vault.recent.delete(recentKey(digest));
  throw new StaleCaller();
}

export function vaultDisabled(): ProblemError {
  return new ProblemError(
    'VaultDisabled',
    'The vault is turned off for this account. Ask an account admin to turn it on.',
  );
}

function mayAsBefore(before: Caller, now: Caller): boolean {
  return before.rights.every((right) => now.rights.includes(right));
}

/**
 * Whether these are still the rows that identified the caller. A key can also expire without a change to its
 * row.
 * @throws IntegrityError
 */
async function isUnchanged(
  vault: Pick<Vault, 'keyring' | 'now' | 'seal'>,
  tx: Pick<AuditedView, 'findToken'>,
  { role, account, expiresAt, tokenDigests, tokenMac, userMac }: Caller,
): Promise<boolean> {
  if (role === 'sandbox' || Date.parse(expiresAt) <= vault.now().getTime()) return false;
  const [digest] = tokenDigests;
  const found = digest && (await tx.findToken(digest));
  if (found?.token.revokedAt !== null || found.isEnded || !found.account.vaultEnabled) return false;
  if (!found.token.mac.equals(tokenMac) || !found.account.mac.equals(account.mac)) return false;
  if (!isSamePerson(found.user, userMac)) return false;
  verifyFound(vault, found);
  return true;
}

function isSamePerson(user: UserRecord | null | undefined, mac: Buffer | null): boolean {
  return mac === null || !user ? mac === null && !user : user.mac.equals(mac);
}
