import { looksLikeToken } from '../crypto/index.ts';
import { ProblemError } from '../errors.ts';
import { recordDecision } from './audit.ts';
import type { Caller } from './caller.ts';
import { rightsOfRole } from './rights.ts';
import { verifyToken } from './token-mac.ts';
import type { Vault } from './vault.ts';

/**
 * Asks the storage anew for every request, so that a revoked token fails at the very next one.
 * @throws ProblemError `Unauthenticated`, `CredentialExpired`
 */
export async function authenticate(
  vault: Vault,
  token: string | undefined,
  requestId: string,
): Promise<Caller> {
  if (token === undefined) {
    throw new ProblemError(
      'Unauthenticated',
      'Send a key of this vault in the header Authorization or X-API-KEY.',
    );
  }
  const caller = looksLikeToken(token)
    ? await findCaller(vault, vault.keyring.digestToken(token), requestId)
    : undefined;
  if (!caller) throw new ProblemError('Unauthenticated', 'The vault does not know this key.');
  if (caller.active) return caller;
  const problem = new ProblemError('CredentialExpired', 'The key has expired or was revoked. Use a new one.');
  await recordDecision(vault, caller, { action: 'token.use' }, problem);
  throw problem;
}

/** Whether the caller's token still counts at this moment. */
export async function isStillActive(vault: Vault, caller: Caller): Promise<boolean> {
  return (await findCaller(vault, caller.tokenDigest, caller.requestId))?.active === true;
}

async function findCaller(vault: Vault, digest: Buffer, requestId: string) {
  const found = await vault.storage.findToken(digest);
  if (!found) return undefined;
  const { token, account } = found;
  verifyToken(vault.keyring, token);
  const caller: Caller = {
    id: token.id,
    name: token.name,
    role: token.role,
    account,
    agentId: token.agentId,
    rights: rightsOfRole[token.role],
    expiresAt: token.expiresAt,
    tokenDigest: digest,
    requestId,
  };
  const active = token.revokedAt === null && Date.parse(token.expiresAt) > vault.now().getTime();
  return { ...caller, active };
}
