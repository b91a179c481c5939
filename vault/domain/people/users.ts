import { Check } from 'typebox/value';
import { type NewUser, User, type UserChange, type UserPage } from '../../../contracts/vault-api/users.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { UserRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { actorOf, audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { requireReadable } from '../input/texts.ts';
import { endAllOf } from './credentials.ts';
import { verifyUser, withUserMac } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';

export async function listUsers(vault: Vault, caller: Caller, query: PageQuery): Promise<UserPage> {
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'user.list', async (tx) => {
    const list = (page: typeof request) => tx.listUsers(caller.account.id, page);
    const { items, ...rest } = await readPage(request, list, (user) => user.id);
    for (const user of items) verifyUser(vault.keyring, user);
    return { users: items.map(toUser), ...rest };
  });
}

/** @throws ProblemError `InvalidInput`, `NameTaken`, `KeyReused` */
export async function createUser(vault: Vault, caller: Caller, input: NewUser, key?: string): Promise<User> {
  const call: Repeatable = { key, route: 'createUser', request: input };
  const { name, role, email = null, issuer = null, subject = null } = input;
  return audited(vault, caller, 'user.create', async (tx, subjectOfEntry) => {
    requireReadableUser(input);
    if ((issuer === null) !== (subject === null)) {
      throw new ProblemError(
        'InvalidInput',
        'Set both the issuer and the subject of the sign-in, or neither.',
      );
    }
    return once(vault, tx, caller, call, isUser, async () => {
      const now = vault.now().toISOString();
      const user = withUserMac(vault.keyring, {
        id: vault.newId('usr'),
        accountId: caller.account.id,
        name,
        email,
        role,
        issuer,
        subject,
        createdAt: now,
        updatedAt: now,
        disabledAt: null,
        revision: 1,
      });
      if (!(await tx.insertUser(user))) {
        throw new ProblemError('NameTaken', 'Another user already signs in with this issuer and subject.');
      }
      Object.assign(subjectOfEntry, { targetId: user.id, revision: user.revision });
      await tx.appendEvent(caller.account.id, { type: 'people-changed' });
      return toUser(user);
    });
  });
}

/**
 * Changes the given fields. A role with fewer rights applies to all keys of the person from now on. Disabling
 * a person revokes all their keys for good: enabling them again restores none.
 * @throws ProblemError `NotFound`, `InvalidInput`
 */
export async function changeUser(
  vault: Vault,
  caller: Caller,
  id: string,
  { disabled, ...change }: UserChange,
): Promise<User> {
  return audited(vault, caller, 'user.change', async (tx, subject) => {
    const user = await requireUser(vault, tx, caller.account.id, id);
    subject.targetId = id;
    refuseOwnEnd(caller, user, { ...change, disabled });
    requireReadableUser(change);
    const now = vault.now().toISOString();
    const disabledAt = disabled === undefined ? user.disabledAt : disabled ? (user.disabledAt ?? now) : null;
    const changed = withUserMac(vault.keyring, {
      ...user,
      ...change,
      disabledAt,
      updatedAt: now,
      revision: user.revision + 1,
    });
    await tx.updateUser(changed);
    subject.revision = changed.revision;
    if (disabled === true) await endAllOf(vault, tx, actorOf(caller), changed, 'everything');
    await tx.appendEvent(caller.account.id, { type: 'people-changed' });
    return toUser(changed);
  });
}

/** @throws ProblemError `NotFound` */
export async function requireUser(
  vault: Vault,
  tx: Pick<Transaction, 'findUser'>,
  accountId: string,
  id: string,
): Promise<UserRecord> {
  const user = await tx.findUser(accountId, id);
  if (!user) throw new ProblemError('NotFound', 'The account has no user with this id.');
  verifyUser(vault.keyring, user);
  return user;
}

/** Refused because an account whose last admin locked themselves out could no longer be managed. */
function refuseOwnEnd(
  caller: Caller,
  user: UserRecord,
  { role, disabled }: { readonly role?: UserRecord['role']; readonly disabled: boolean | undefined },
): void {
  if (caller.userId !== user.id) return;
  if (disabled !== true && (role === undefined || role === user.role)) return;
  throw new ProblemError('InvalidInput', 'Another admin must change your role or disable you.');
}

function isUser(value: unknown): value is User {
  return Check(User, value);
}

function requireReadableUser({ name, email }: Pick<UserChange, 'name' | 'email'>): void {
  requireReadable(name, 'The name');
  requireReadable(email, 'The email address');
}

function toUser({ id, name, email, role, createdAt, updatedAt, disabledAt }: UserRecord): User {
  return {
    id,
    name,
    role,
    createdAt,
    updatedAt,
    ...(email !== null && { email }),
    ...(disabledAt !== null && { disabledAt }),
  };
}
