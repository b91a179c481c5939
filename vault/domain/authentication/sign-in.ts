import type { SignedOut, SignInSession, SignOut } from '../../../contracts/vault-api/sign-in.ts';
import type { PersonRole } from '../../../contracts/vault-api/users.ts';
import { ProblemError } from '../../errors/errors.ts';
import { type RefusalReason, SignInRefusal } from '../../sign-in/refusal.ts';
import type { OpenIdSettings, Vouched } from '../../sign-in/index.ts';
import type { AccountRecord, UserRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { actorOf, appendEntry, audited } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { actorWithoutKey, recordingDamage } from '../audit/record-anonymous.ts';
import type { Caller, Sender } from '../callers/caller.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { endAllOf, endTokens, isSession, sessionPrefix, storeToken } from '../people/credentials.ts';
import { isFirstUse } from './first-use.ts';
import { createToken } from '../people/tokens.ts';
import { verifyUser, withUserMac } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { isOfIdentity } from '../people/identity-tokens.ts';

/** The result of a sign-in; even a refusal may have changed something. */
type Outcome = SignInSession | SignInRefusal;

/** An outcome, and the person as they are now; `undefined` if there is none. */
interface Decision {
  readonly outcome: Outcome;
  readonly user: UserRecord | undefined;
}

/**
 * Starts a session for someone whom the provider vouches for. From now on, the provider's description of them
 * applies: anyone who no longer has a role there loses their credentials here. Recorded whether allowed or
 * refused.
 * @throws SignInRefusal
 */
export async function signIn(
  vault: Vault,
  vouched: Vouched,
  settings: OpenIdSettings,
  sender: Sender,
): Promise<SignInSession> {
  const run = () => vault.storage.transact((tx) => decide(vault, tx, vouched, settings, sender));
  const outcome = await recordingDamage(vault, 'sign-in', sender, () => withKnownTerms(vault, run));
  if (outcome instanceof SignInRefusal) throw outcome;
  return outcome;
}

/** All inputs of a decision. */
interface Visit extends Vouched {
  readonly vault: Vault;
  readonly settings: OpenIdSettings;
  readonly sender: Sender;
  readonly accountId: string;
  readonly user: UserRecord | undefined;
}

/** Makes the decision and records it; both are committed, whatever the outcome. */
async function decide(
  vault: Vault,
  tx: Transaction,
  vouched: Vouched,
  settings: OpenIdSettings,
  sender: Sender,
): Promise<Outcome> {
  const { issuer, subject: id } = vouched.person;
  const account = await findAccount(tx, settings);
  const accountId = account?.id ?? 'vault';
  const user = account && (await tx.findUserBySubject(accountId, issuer, id));
  if (user) verifyUser(vault.keyring, user);
  const decision = account
    ? await admit({ ...vouched, vault, settings, sender, accountId, user }, tx)
    : refused('NoAccount', user);
  const { outcome } = decision;
  const refusal = outcome instanceof SignInRefusal ? outcome : undefined;
  const actor = actorWithoutKey(accountId, decision.user?.id, sender);
  await appendEntry(vault, tx, actor, subjectOf(decision, user), refusal);
  return outcome;
}

/** A person who signs in again unchanged gets no new revision. */
function subjectOf({ user }: Decision, before: UserRecord | undefined): AuditSubject {
  if (!user) return { action: 'sign-in' };
  return { action: 'sign-in', targetId: user.id, ...(user !== before && { revision: user.revision }) };
}

function refused(reason: RefusalReason, user: UserRecord | undefined): Decision {
  return { outcome: new SignInRefusal(reason), user };
}

async function findAccount(
  tx: Transaction,
  { accountId }: OpenIdSettings,
): Promise<AccountRecord | undefined> {
  return accountId === undefined ? tx.firstAccount() : tx.findAccount(accountId);
}

async function admit(visit: Visit, tx: Transaction): Promise<Decision> {
  const { vault, accountId, user, person } = visit;
  if (!(await isFirstUse(vault, tx, 'sign-in', accountId, visit))) return refused('TokenReplayed', user);
  if (user && user.disabledAt !== null) return refused('UserDisabled', user);
  if ('role' in person.access) return startSession(visit, tx, person.access.role);
  return refused(person.access.refused, user && (await endAccess(visit, tx, user)));
}

/**
 * A person without a role at the provider has none here. Their sign-ins, their sandboxes and the keys that
 * admins issued to them are revoked for good. Their role is removed until they sign in with one or an admin
 * gives them one.
 */
async function endAccess({ vault, sender }: Visit, tx: Transaction, user: UserRecord): Promise<UserRecord> {
  const actor = actorWithoutKey(user.accountId, user.id, sender);
  const ended = await endAllOf(vault, tx, actor, user, 'everything');
  if (ended > 0) await tx.appendEvent(user.accountId, { type: 'people-changed' });
  if (user.role === 'none') return user;
  const revision = user.revision + 1;
  const updatedAt = vault.now().toISOString();
  const changed = withUserMac(vault.keyring, { ...user, role: 'none', updatedAt, revision });
  await tx.updateUser(changed);
  // The sign-in itself is recorded as denied. A denied action changes nothing, so this change needs its own
  // entry.
  await appendEntry(vault, tx, actor, { action: 'user.change', targetId: user.id, revision }, undefined);
  return changed;
}

async function startSession(visit: Visit, tx: Transaction, role: PersonRole): Promise<Decision> {
  const { vault, accountId, settings } = visit;
  const user = await keepUser(visit, tx, role);
  const fields = { accountId, name: user.name, role, agentId: null, userId: user.id };
  const expiresAt = new Date(vault.now().getTime() + settings.sessionHours * 3_600_000).toISOString();
  const made = createToken(vault, { ...fields, expiresAt, issuedBy: 'sign-in' }, sessionPrefix);
  const { token, record } = made;
  await storeToken(vault, tx, actorWithoutKey(accountId, user.id, visit.sender), record);
  const outcome = { id: record.id, token, name: record.name, role, expiresAt, userId: user.id };
  return { outcome, user };
}

/**
 * Stores the person as the provider describes them now.
 * @throws ProblemError `Conflict` if two first sign-ins of the same person run concurrently
 */
async function keepUser(
  { vault, accountId, user, person }: Visit,
  tx: Transaction,
  role: PersonRole,
): Promise<UserRecord> {
  const { issuer, subject, name, email } = person;
  if (user?.name === name && user.email === email && user.role === role) return user;
  const now = vault.now().toISOString();
  const first = { accountId, issuer, subject, createdAt: now, disabledAt: null, revision: 0 };
  const before = user ?? { ...first, id: vault.newId('usr') };
  const described = { name, email, role, updatedAt: now, revision: before.revision + 1 };
  const changed = withUserMac(vault.keyring, { ...before, ...described });
  if (user) await tx.updateUser(changed);
  else if (!(await tx.insertUser(changed)))
    throw new ProblemError('Conflict', 'Two sign-ins happened at the same time. Sign in again.');
  return changed;
}

/**
 * Ends the caller's session (a person's or a workload's), or all sessions of the person. From now on these
 * sessions are refused, and so are the sandboxes that they started. A key that an admin issued is not a
 * session and stays valid.
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
