import { ProblemError } from '../errors.ts';
import type { FoundSession, FoundToken } from '../storage/records.ts';
import type { AuditedView } from '../storage/storage.ts';
import { verifyAccount } from './account-mac.ts';
import type { Caller } from './caller.ts';
import { isWithin } from './networks.ts';
import { effectiveRights, rightsOfRole } from './rights.ts';
import { verifyToken } from './token-mac.ts';
import { verifySession, verifyUser } from './user-mac.ts';
import type { Vault } from './vault.ts';

/** Whose key it is. */
export interface Found {
  readonly caller: Caller;
  /** Why it does not count. */
  readonly problem: ProblemError | undefined;
}

type Origin = Pick<Caller, 'requestId' | 'address'>;

/** Where keys are looked up: what is committed, or a transaction. */
type Keys = Pick<AuditedView, 'findToken' | 'findSession'>;

/** `undefined` for a digest that no key of the vault has. @throws IntegrityError */
export function findCaller(
  vault: Vault,
  storage: Keys,
  kind: 'sandbox' | 'token',
  digest: Buffer,
  origin: Origin,
): Promise<Found | undefined> {
  const find = kind === 'sandbox' ? findSandbox : findBearer;
  return find(vault, storage, digest, origin);
}

export function expired(): ProblemError {
  return new ProblemError('CredentialExpired', 'The key has expired or was revoked. Use a new one.');
}

async function findBearer(
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
  const macs = { tokenMac: token.mac, userMac: user?.mac ?? null };
  const caller = { id, name, role, account, agentId, userId, rights, expiresAt, ...macs };
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
  const macs = { tokenMac: session.mac, userMac: user.mac };
  const caller = { ...fixed, ...macs, id, userId, expiresAt, account, tokenDigest, requestId, address };
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
