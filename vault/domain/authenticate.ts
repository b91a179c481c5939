import { looksLikeToken } from '../crypto/index.ts';
import { ProblemError } from '../errors.ts';
import type { FoundSession, FoundToken } from '../storage/records.ts';
import type { AuditedView } from '../storage/storage.ts';
import { verifyAccount } from './account-mac.ts';
import { recordDecision } from './audit.ts';
import type { Caller } from './caller.ts';
import { isWithin } from './networks.ts';
import { effectiveRights, rightsOfRole } from './rights.ts';
import { verifyToken } from './token-mac.ts';
import { verifySession, verifyUser } from './user-mac.ts';
import type { Vault } from './vault.ts';

/** Something that looks like a key, or not even that, but is none of this vault. */
export class UnknownKey extends ProblemError {
  constructor() {
    super('Unauthenticated', 'The vault does not know this key.');
  }
}

/**
 * Asks the storage anew for every request, so that a revoked token fails at the very next one.
 * @throws ProblemError `Unauthenticated`, `CredentialExpired`, `AddressNotAllowed`; {@link UnknownKey}
 */
export async function authenticate(
  vault: Vault,
  token: string | undefined,
  requestId: string,
  address: string | null = null,
): Promise<Caller> {
  if (token === undefined) {
    throw new ProblemError(
      'Unauthenticated',
      'Send a key of this vault in the header Authorization or X-API-KEY.',
    );
  }
  if (!looksLikeToken(token)) throw new UnknownKey();
  const digest = vault.keyring.digestToken(token);
  const find = token.startsWith(sandboxPrefix) ? findSandbox : findCaller;
  const found = await find(vault, vault.storage, digest, { requestId, address });
  if (!found) throw new UnknownKey();
  if (!found.problem) return found.caller;
  await recordDecision(vault, found.caller, { action: 'token.use' }, found.problem);
  throw found.problem;
}

/** Whether the caller's token still counts at this moment, with all its rights, in an account that is on. */
export async function isStillActive(vault: Vault, caller: Caller): Promise<boolean> {
  const found = await findCaller(vault, vault.storage, caller.tokenDigest, caller);
  if (!found || found.problem || !found.caller.account.vaultEnabled) return false;
  return caller.rights.every((right) => found.caller.rights.includes(right));
}

/**
 * The same within a transaction: what a revoke, committed in between, has ended is refused.
 * @throws ProblemError `CredentialExpired`, `AddressNotAllowed`, `VaultDisabled`
 */
export async function requireStillActive(vault: Vault, tx: AuditedView, caller: Caller): Promise<void> {
  if (await isUnchanged(tx, caller)) return;
  const find = caller.role === 'sandbox' ? findSandbox : findCaller;
  const found = await find(vault, tx, caller.tokenDigest, caller);
  if (!found) throw expired();
  if (found.problem) throw found.problem;
  if (!found.caller.account.vaultEnabled) throw vaultDisabled();
}

export function vaultDisabled(): ProblemError {
  return new ProblemError('VaultDisabled', 'The vault is switched off for this account. Ask an admin.');
}

const sandboxPrefix = 'ags_sandbox_';

/** For keys of agents, which read many values: their row was verified at the start of the request. */
async function isUnchanged(
  tx: AuditedView,
  { role, account, tokenDigest, tokenMac }: Caller,
): Promise<boolean> {
  if (role !== 'agent') return false;
  const found = await tx.findToken(tokenDigest);
  if (found?.token.revokedAt !== null || !found.account.vaultEnabled) return false;
  return found.token.mac.equals(tokenMac) && found.account.mac.equals(account.mac);
}

interface Found {
  readonly caller: Caller;
  /** Why it does not count. */
  readonly problem: ProblemError | undefined;
}

type Origin = Pick<Caller, 'requestId' | 'address'>;

async function findCaller(
  vault: Vault,
  storage: Pick<AuditedView, 'findToken'>,
  tokenDigest: Buffer,
  { requestId, address }: Origin,
): Promise<Found | undefined> {
  const found = await storage.findToken(tokenDigest);
  if (!found) return undefined;
  const { token, account, user } = found;
  vault.seal.verifyOnce(token, () => verifyToken(vault.keyring, token));
  vault.seal.verifyOnce(account, () => verifyAccount(vault.keyring, account));
  if (user) verifyUser(vault.keyring, user);
  const rights = effectiveRights(token.role, user?.role);
  const { id, name, role, agentId, userId, expiresAt } = token;
  const caller = { id, name, role, account, agentId, userId, rights, expiresAt, tokenMac: token.mac };
  return {
    caller: { ...caller, tokenDigest, requestId, address },
    problem: problemOf(vault, found, address),
  };
}

async function findSandbox(
  vault: Vault,
  storage: Pick<AuditedView, 'findSession'>,
  tokenDigest: Buffer,
  { requestId, address }: Origin,
): Promise<Found | undefined> {
  const found = await storage.findSession(tokenDigest);
  if (!found) return undefined;
  const { session, account, user } = found;
  verifySession(vault.keyring, session);
  verifyAccount(vault.keyring, account);
  verifyUser(vault.keyring, user);
  const { id, userId, expiresAt } = session;
  const fixed = { name: 'Sandbox', role: 'sandbox', agentId: null, rights: rightsOfRole.sandbox } as const;
  const tokenMac = session.mac;
  const caller = { ...fixed, id, userId, expiresAt, account, tokenDigest, tokenMac, requestId, address };
  return { caller, problem: isCurrent(vault, session, found) ? undefined : expired() };
}

function problemOf(vault: Vault, found: FoundToken, address: string | null): ProblemError | undefined {
  const { token } = found;
  // A person who is not there any more has no keys either.
  if (token.userId !== null && !found.user) return expired();
  if (!isCurrent(vault, token, found)) return expired();
  if (token.addresses.length === 0 || isWithin(token.addresses, address ?? '')) return undefined;
  return new ProblemError('AddressNotAllowed', 'The key may not be used from this network address.');
}

function isCurrent(
  vault: Vault,
  { revokedAt, expiresAt }: { readonly revokedAt: string | null; readonly expiresAt: string },
  { user }: Pick<FoundToken | FoundSession, 'user'>,
): boolean {
  if (revokedAt !== null || (user?.disabledAt ?? null) !== null) return false;
  return Date.parse(expiresAt) > vault.now().getTime();
}

function expired(): ProblemError {
  return new ProblemError('CredentialExpired', 'The key has expired or was revoked. Use a new one.');
}
