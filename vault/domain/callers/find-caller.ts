import { ProblemError } from '../../errors/errors.ts';
import type { FoundSession, FoundToken, TokenRecord } from '../../storage/records.ts';
import type { AuditedView } from '../../storage/storage.ts';
import { verifyAccount, verifySession, verifyToken, verifyUser } from '../rows/row-macs.ts';
import { type Caller, effectiveRights, rightsOfRole, type Sender } from './caller.ts';
import { isWithin } from '../../rate-limit/networks.ts';
import { resurrected } from '../rows/is-whole.ts';
import type { Vault } from '../context/vault.ts';

/** The caller that a key belongs to. */
export interface FoundCaller {
  readonly caller: Caller;
  /** Why the key is not valid. */
  readonly problem: ProblemError | undefined;
  /** The rows by which the caller was found; absent for a sandbox, which is looked up every time. */
  readonly found?: FoundToken;
}

/** Where keys are looked up: {@link committedKeys}, or a transaction. */
type Keys = Pick<AuditedView, 'endedOf' | 'findToken' | 'findTokenById' | 'findSession'>;

/** Keys as committed at this moment. */
export function committedKeys({ storage }: Pick<Vault, 'storage'>): Keys {
  return {
    findToken: (digest) => storage.findToken(digest),
    findTokenById: (accountId, id) => storage.look((view) => view.findTokenById(accountId, id)),
    findSession: (digest) => storage.findSession(digest),
    endedOf: (ids) => storage.look((view) => view.endedOf(ids)),
  };
}

/**
 * `undefined` if no key in the vault has any of the digests, which are sorted newest first.
 * @throws IntegrityError
 */
export function findCaller(
  vault: Vault,
  keys: Keys,
  kind: 'sandbox' | 'token',
  digests: readonly Buffer[],
  sender: Sender,
): Promise<FoundCaller | undefined> {
  const find = kind === 'sandbox' ? findSandbox : findBearer;
  return find(vault, keys, digests, sender);
}

/** @throws IntegrityError if one of the rows was edited */
export function verifyFound(
  { seal, keyring }: Pick<Vault, 'keyring' | 'seal'>,
  { token, account, user }: FoundToken,
): void {
  seal.verifyOnce(token, () => verifyToken(keyring, token));
  seal.verifyOnce(account, () => verifyAccount(keyring, account));
  if (user) seal.verifyOnce(user, () => verifyUser(keyring, user));
}

export function expired(): ProblemError {
  return new ProblemError('CredentialExpired', 'The key has expired or was revoked. Use a new one.');
}

async function findBearer(
  vault: Vault,
  keys: Keys,
  tokenDigests: readonly Buffer[],
  sender: Sender,
): Promise<FoundCaller | undefined> {
  const found = await firstOf(tokenDigests, (digest) => keys.findToken(digest));
  return found && bearerOf(vault, found, tokenDigests, sender);
}

/** Who a token speaks for. @throws IntegrityError */
export function bearerOf(
  vault: Vault,
  found: FoundToken,
  tokenDigests: readonly Buffer[],
  { requestId, address }: Sender,
): FoundCaller {
  const { token, account, user } = found;
  if (found.isEnded && token.revokedAt === null) throw resurrected('a token', token.id);
  verifyFound(vault, found);
  const [newest] = tokenDigests;
  if (newest && !token.digest.equals(newest)) vault.uses.noteOldDigest(token, newest);
  const rights = effectiveRights(token.role, user?.role);
  const { id, role, agentId, userId, expiresAt } = token;
  // A person is known by their name, whatever their key is called.
  const { name } = user ?? token;
  const macs = { tokenMac: token.mac, userMac: user?.mac ?? null };
  const caller = { id, name, role, account, agentId, userId, rights, expiresAt, ...macs };
  return {
    caller: { ...caller, tokenDigests, requestId, address },
    problem: problemOf(vault, found, address),
    found,
  };
}

async function findSandbox(
  vault: Vault,
  keys: Keys,
  tokenDigests: readonly Buffer[],
  { requestId, address }: Sender,
): Promise<FoundCaller | undefined> {
  const found = await firstOf(tokenDigests, (digest) => keys.findSession(digest));
  if (!found) return undefined;
  const { session, account, user } = found;
  verifySession(vault.keyring, session);
  verifyAccount(vault.keyring, account);
  verifyUser(vault.keyring, user);
  const { id, userId, expiresAt } = session;
  const fixed = { name: 'Sandbox', role: 'sandbox', agentId: null, rights: rightsOfRole.sandbox } as const;
  const macs = { tokenMac: session.mac, userMac: user.mac };
  const caller = { ...fixed, ...macs, id, userId, expiresAt, account, tokenDigests, requestId, address };
  if (!isCurrent(vault, session, found)) return { caller, problem: expired() };
  const tokenId = keyThatStarted(id);
  const ended = await keys.endedOf(tokenId === undefined ? [id] : [id, tokenId]);
  if (ended.includes(id)) throw resurrected('a sandbox session', id);
  if (tokenId === undefined) return { caller, problem: undefined };
  const token = await keys.findTokenById(account.id, tokenId);
  if (token?.revokedAt === null && ended.includes(tokenId)) throw resurrected('a token', tokenId);
  return { caller, problem: problemOfStart(vault, token, address) };
}

/**
 * A sandbox session ends with the key that started it, so that the owner of a lost key does not have to look
 * for its sessions.
 */
function problemOfStart(
  vault: Vault,
  token: TokenRecord | undefined,
  address: string | null,
): ProblemError | undefined {
  if (!token) return expired();
  verifyToken(vault.keyring, token);
  return token.revokedAt === null ? problemOfAddress(token, address) : expired();
}

function problemOf(vault: Vault, found: FoundToken, address: string | null): ProblemError | undefined {
  const { token } = found;
  // A person who no longer exists has no keys either.
  if (token.userId !== null && !found.user) return expired();
  if (!isCurrent(vault, token, found)) return expired();
  return problemOfAddress(token, address);
}

function problemOfAddress(
  { addresses }: Pick<TokenRecord, 'addresses'>,
  address: string | null,
): ProblemError | undefined {
  if (addresses.length === 0 || isWithin(addresses, address ?? '')) return undefined;
  return new ProblemError('AddressNotAllowed', 'The key cannot be used from this network address.');
}

function isCurrent(
  vault: Vault,
  { revokedAt, expiresAt }: { readonly revokedAt: string | null; readonly expiresAt: string },
  { user }: Pick<FoundToken | FoundSession, 'user'>,
): boolean {
  if (revokedAt !== null || (user?.disabledAt ?? null) !== null) return false;
  return Date.parse(expiresAt) > vault.now().getTime();
}

/** The first match, newest digest first. Takes one lookup unless a seed was replaced. */
async function firstOf<T>(
  digests: readonly Buffer[],
  find: (digest: Buffer) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const digest of digests) {
    const found = await find(digest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A new id for a sandbox session. It contains the id of the key that starts the session and is covered by the
 * row's MAC, so the session is valid no longer than that key, and only from that key's addresses.
 */
export function newSandboxId(vault: Pick<Vault, 'newId'>, startedWith: string): string {
  return vault.newId('sbx') + separator + startedWith;
}

/** Id of the key that started a session; `undefined` for older sessions, whose ids do not contain it. */
export function keyThatStarted(sessionId: string): string | undefined {
  return sessionId.split(separator)[1];
}

const separator = '.';
