import type { SignedOut, SignOut } from '../../../contracts/vault-api/sign-in.ts';
import { ProblemError } from '../../errors/errors.ts';
import { actorOf, audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { isOfIdentity } from '../people/identity-tokens.ts';
import type { Vault } from '../context/vault.ts';
import { endAllOf, endTokens, isSession } from '../people/credentials.ts';

/**
 * Ends the caller's session, of a person or a workload, or all sessions of the person; they are refused from
 * now on, and so are the sandboxes that they started. A key that an admin issued is not a session and stays
 * valid.
 * @throws ProblemError `Forbidden`, `Conflict`
 */
export async function signOut(vault: Vault, caller: Caller, { everywhere }: SignOut): Promise<SignedOut> {
  return audited(vault, caller, 'sign-out', async (tx, subject) => {
    const { userId, id, account } = caller;
    if (caller.role === 'sandbox' || (caller.role === 'agent' && !isOfIdentity(caller))) {
      throw new ProblemError('Forbidden', 'Only a session from a sign-in can be signed out.');
    }
    subject.targetId = userId ?? id;
    if (everywhere === true && userId !== null) {
      const person = { id: userId, accountId: account.id };
      return { ended: await endAllOf(vault, tx, actorOf(caller), person, 'sessions') };
    }
    const token = await tx.findTokenById(account.id, id);
    if (!token || !(isSession(token) || isOfIdentity(token))) {
      throw new ProblemError('Conflict', 'This key was issued by an admin. Only an admin can revoke it.');
    }
    return { ended: await endTokens(vault, tx, actorOf(caller), [token]) };
  });
}
