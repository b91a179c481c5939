import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { AccountRecord } from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { newAdminUser } from './admin-user.ts';
import { storeToken } from './credentials.ts';
import { endAfter } from '../context/token-days.ts';
import { createToken } from './tokens.ts';
import type { Vault } from '../context/vault.ts';
import { withAccountMac } from '../rows/account-mac.ts';

const adminKeyDays = 365;

/**
 * Creates an account with its first admin. `keep` stores the admin's key where its owner finds it, before
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
    const settings = { name, vaultEnabled: true, secondApprover: false };
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

/** The first account is the oldest one; a clock that was set back must not make another one the first. */
async function timeAfterFirst({ now }: Vault, view: View): Promise<string> {
  const first = await view.firstAccount();
  const earliest = first === undefined ? 0 : Date.parse(first.createdAt) + 1;
  return new Date(Math.max(now().getTime(), earliest)).toISOString();
}
