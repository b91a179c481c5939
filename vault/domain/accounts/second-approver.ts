import type { AccessChange } from '../../../contracts/vault-api/access.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AccessRecord, AccessRequestRecord, AccountRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { findAccount } from './accounts.ts';
import type { Caller } from '../callers/caller.ts';
import { verifyFound } from '../callers/find-caller.ts';
import { verifyUser } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { endOf, mayRead } from '../rows/grants.ts';

/**
 * In an account with two approvers, no admin can grant access alone.
 * @throws ProblemError `SecondApproverNeeded`
 */
export async function requireMayGrantAlone(vault: Vault, tx: Transaction, caller: Caller): Promise<void> {
  if (!(await accountOf(vault, tx, caller)).secondApprover) return;
  throw new ProblemError(
    'SecondApproverNeeded',
    'This account requires two approvers. Request access; two admins other than you must approve it.',
  );
}

/**
 * The caller's account, which was found along with the token in this transaction, so no other lookup is
 * needed.
 */
async function accountOf(vault: Vault, tx: Transaction, caller: Caller): Promise<AccountRecord> {
  const [digest] = caller.tokenDigests;
  const found = digest && (await tx.findToken(digest));
  if (!found) return findAccount(vault, tx, caller);
  verifyFound(vault, found);
  return found.account;
}

/** Whether a change gives an agent access that it does not have, or extends its access. */
export function addsAccess(access: AccessRecord, { grant = [], until }: AccessChange, now: Date): boolean {
  return grant.some((agentId) => {
    if (!mayRead(access, agentId, now)) return true;
    const end = endOf(access.ends, agentId);
    if (until === undefined || end === undefined) return false;
    return until === null || Date.parse(until) > Date.parse(end);
  });
}

/**
 * Whether this approval completes the request. Two different people must approve, neither of them the
 * requester. The first approval counts while that person is an admin, and until the expiry that they set.
 * @throws ProblemError `Forbidden`, `Conflict`
 */
export async function completesApproval(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  request: AccessRequestRecord,
): Promise<boolean> {
  if (!(await findAccount(vault, tx, caller)).secondApprover) return true;
  const { userId } = caller;
  if (userId === null)
    throw new ProblemError('Forbidden', 'Only a key that belongs to a person can approve access.');
  if (userId === request.requestedBy) {
    throw new ProblemError('Forbidden', 'The requester cannot approve the request. Ask two other admins.');
  }
  if (request.approvedBy === null || isOver(request, vault.now())) return false;
  if (!(await isAdmin(vault, tx, request, request.approvedBy))) return false;
  if (request.approvedBy !== userId) return true;
  throw new ProblemError('Conflict', 'You have already approved it. Another admin must approve it too.');
}

function isOver({ until }: AccessRequestRecord, now: Date): boolean {
  return until !== null && Date.parse(until) <= now.getTime();
}

async function isAdmin(
  { keyring }: Vault,
  tx: Transaction,
  { accountId }: AccessRequestRecord,
  userId: string,
): Promise<boolean> {
  const user = await tx.findUser(accountId, userId);
  if (user) verifyUser(keyring, user);
  return user?.role === 'admin' && user.disabledAt === null;
}
