import { newToken } from '../../crypto/index.ts';
import type { UserRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { isWhole } from '../rows/is-whole.ts';
import { storeToken } from './credentials.ts';
import { endAfter } from '../context/token-days.ts';
import { createToken } from './tokens.ts';
import { newAdminUser } from './admin-user.ts';
import { verifyUser } from '../rows/user-mac.ts';
import type { Vault } from '../context/vault.ts';

const days = 90;
const usersAtOnce = 500;

/**
 * For an operator: issues a new admin key when the existing one is lost. It speaks for the first enabled
 * admin, or for a new one. `keep` stores it where its owner finds it; it is called once, before anything
 * depends on the key, since the transaction may run again.
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
