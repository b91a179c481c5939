import type { SignedOut, SignOut } from '../../../contracts/vault-api/sign-in.ts';
import { ProblemError } from '../../errors.ts';
import type { TokenRecord, UserRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { verifyToken, withTokenMac } from './token-mac.ts';
import { verifySession, withSessionMac } from './user-mac.ts';
import type { Vault } from '../vault.ts';

/** How ids of tokens begin that a sign-in gave; an admin gave the others. */
export const sessionPrefix = 'ses';

/**
 * Ends the session that asks, or all of its person; they are refused from now on, and so are the
 * sandboxes that they started. A key that an admin issued is no session: it goes on counting. @throws ProblemError `Forbidden`, `Conflict`
 */
export async function signOut(vault: Vault, caller: Caller, { everywhere }: SignOut): Promise<SignedOut> {
  return audited(vault, caller, 'sign-out', async (tx, subject) => {
    if (caller.role === 'agent' || caller.role === 'sandbox') {
      throw new ProblemError('Forbidden', 'Only people sign in and out.');
    }
    const { userId, id, account } = caller;
    subject.targetId = userId ?? id;
    if (everywhere === true && userId !== null) {
      return { ended: await endSessions(vault, tx, { id: userId, accountId: account.id }) };
    }
    const token = await tx.findTokenById(account.id, id);
    if (!token || !isSession(token)) {
      throw new ProblemError('Conflict', 'An admin issued this key; it ends when an admin revokes it.');
    }
    return { ended: await endSession(vault, tx, token) };
  });
}

/** Ends all sessions of a person, and their sandboxes; gives how many counted until now. */
export async function endSessions(
  vault: Vault,
  tx: Transaction,
  { id: userId, accountId }: Pick<UserRecord, 'accountId' | 'id'>,
): Promise<number> {
  let ended = 0;
  for await (const token of eachOf((page) => tx.listTokens(accountId, page, { userId }))) {
    if (isSession(token)) ended += await endSession(vault, tx, token);
  }
  const revokedAt = vault.now().toISOString();
  for await (const sandbox of eachOf((page) => tx.listSessions(userId, page))) {
    if (sandbox.revokedAt !== null || sandbox.expiresAt <= revokedAt) continue;
    verifySession(vault.keyring, sandbox);
    await tx.updateSession(withSessionMac(vault.keyring, { ...sandbox, revokedAt }));
    ended += 1;
  }
  return ended;
}

async function endSession(vault: Vault, tx: Transaction, token: TokenRecord): Promise<number> {
  const revokedAt = vault.now().toISOString();
  if (token.revokedAt !== null || token.expiresAt <= revokedAt) return 0;
  verifyToken(vault.keyring, token);
  await tx.updateToken(withTokenMac(vault.keyring, { ...token, revokedAt }));
  return 1;
}

function isSession({ id, userId }: TokenRecord): boolean {
  return id.startsWith(`${sessionPrefix}_`) && userId !== null;
}

const pageSize = 500;

async function* eachOf<T extends { readonly id: string }>(
  list: (page: { after: string | undefined; limit: number }) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const page = await list({ after, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id;
  }
}
