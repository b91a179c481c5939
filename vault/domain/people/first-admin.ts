import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { AccountRecord, UserRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { storeToken } from './credentials.ts';
import { endAfter } from '../context/token-days.ts';
import { createToken } from './tokens.ts';
import type { Vault } from '../context/vault.ts';
import { verifyUser, withAccountMac, withUserMac } from '../rows/row-macs.ts';
import { newToken } from '../../crypto/index.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { isWhole } from '../rows/is-whole.ts';

const adminKeyDays = 365;

/**
 * Creates an account with its first admin. `keep` stores the admin's key where its owner can find it, before
 * anything depends on it.
 */
export async function makeAccount(
  vault: Vault,
  { id: accountId, name }: Pick<AccountRecord, 'id' | 'name'>,
  by: Omit<Actor, 'accountId'>,
  keep: (id: string, key: string) => void,
): Promise<void> {
  const createdAt = await vault.storage.look((view) => timeAfterFirst(vault, view));
  const user = newAdminUser(vault, accountId, createdAt);
  const { token, record } = createToken(vault, {
    accountId,
    name: 'Admin',
    role: 'admin',
    agentId: null,
    userId: user.id,
    expiresAt: endAfter(vault, 'admin', adminKeyDays),
    issuedBy: 'operator',
  });
  keep(record.id, token);
  await vault.storage.transact(async (tx) => {
    const settings = { name, vaultEnabled: true, secondApprover: false, assistants: true, environments: [] };
    const account = { id: accountId, ...settings, catalogVersion: 1, createdAt, revision: 1 };
    await tx.insertAccount(withAccountMac(vault.keyring, account));
    await tx.insertUser(user);
    const actor = { ...by, accountId };
    const entry = (action: AuditAction, targetId: string) =>
      appendEntry(vault, tx, actor, { action, targetId, revision: 1 }, undefined);
    await entry('account.create', accountId);
    await entry('user.create', user.id);
    await storeToken(vault, tx, actor, record);
  });
}

/** The first account is the oldest one; setting the clock back must not make another account the first. */
async function timeAfterFirst({ now }: Vault, view: View): Promise<string> {
  const first = await view.firstAccount();
  const earliest = first === undefined ? 0 : Date.parse(first.createdAt) + 1;
  return new Date(Math.max(now().getTime(), earliest)).toISOString();
}

/** The person for a key that the vault itself creates, so that the key's holder can use personal features. */
export function newAdminUser(
  { keyring, newId }: Pick<Vault, 'keyring' | 'newId'>,
  accountId: string,
  createdAt: string,
): UserRecord {
  return withUserMac(keyring, {
    id: newId('usr'),
    accountId,
    name: 'Admin',
    email: null,
    role: 'admin',
    issuer: null,
    subject: null,
    createdAt,
    updatedAt: createdAt,
    disabledAt: null,
    revision: 1,
  });
}

const days = 90;
const usersAtOnce = 500;

/**
 * For an operator: issues a new admin key when the existing one is lost. The key speaks for the first enabled
 * admin, or for a new one. `keep` stores it where its owner can find it; it is called only once, before
 * anything depends on the key, since the transaction may run again.
 */
export async function issueAdminKey(
  vault: Vault,
  actor: Actor,
  keep: (id: string, key: string) => void,
): Promise<void> {
  const { accountId } = actor;
  const id = vault.newId('tok');
  const key = newToken('admin');
  keep(id, key);
  await vault.storage.transact(async (tx) => {
    const user = (await findAdmin(vault, tx, accountId)) ?? (await addAdmin(vault, tx, actor));
    const fields = { id, accountId, name: 'Of the operator', role: 'admin', agentId: null } as const;
    const expiresAt = endAfter(vault, 'admin', days);
    const issue = { ...fields, userId: user.id, expiresAt, issuedBy: 'operator' };
    const { record } = createToken(vault, issue, 'tok', key);
    await storeToken(vault, tx, actor, record);
  });
}

async function findAdmin(vault: Vault, tx: Transaction, accountId: string): Promise<UserRecord | undefined> {
  for (let after: string | undefined; ;) {
    const users = await tx.listUsers(accountId, { after, limit: usersAtOnce });
    const admin = users.find(
      (user) =>
        user.role === 'admin' && user.disabledAt === null && isWhole(() => verifyUser(vault.keyring, user)),
    );
    if (admin || users.length < usersAtOnce) return admin;
    after = users.at(-1)?.id;
  }
}

async function addAdmin(vault: Vault, tx: Transaction, actor: Actor): Promise<UserRecord> {
  const user = newAdminUser(vault, actor.accountId, vault.now().toISOString());
  await tx.insertUser(user);
  const subject: AuditSubject = { action: 'user.create', targetId: user.id, revision: user.revision };
  await appendEntry(vault, tx, actor, subject, undefined);
  return user;
}
