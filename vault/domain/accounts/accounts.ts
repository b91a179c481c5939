import type { Account, AccountChange } from '../../../contracts/vault-api/accounts.ts';
import { ProblemError } from '../../errors.ts';
import type { AccountRecord } from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';
import { verifyAccount, withAccountMac } from './account-mac.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { type ExpectedTag, requireTag, tagOfAccount } from '../tags.ts';
import { requireText } from '../texts.ts';
import type { Vault } from '../vault.ts';

export async function readAccount(vault: Vault, caller: Caller): Promise<Account> {
  return auditedLook(vault, caller, 'account.read', async (view) =>
    toAccount(await findAccount(vault, view, caller)),
  );
}

/**
 * Renames the caller's account, or switches the vault off or on for it, from the very next read on.
 * @throws ProblemError `VersionConflict`, `InvalidInput`
 */
export async function changeAccount(
  vault: Vault,
  caller: Caller,
  change: AccountChange,
  expected: ExpectedTag,
): Promise<Account> {
  return audited(vault, caller, 'account.change', async (tx, subject) => {
    const account = await findAccount(vault, tx, caller);
    requireTag(tagOfAccount(account), expected, 'The account');
    requireText(change.name, 'The name');
    const { name = account.name, vaultEnabled = account.vaultEnabled } = change;
    if (name === account.name && vaultEnabled === account.vaultEnabled) return toAccount(account);
    const revision = account.revision + 1;
    const changed = withAccountMac(vault.keyring, { ...account, name, vaultEnabled, revision });
    await tx.updateAccount(changed);
    Object.assign(subject, { targetId: account.id, revision });
    await tx.bumpCatalogVersion(account.id);
    await tx.appendEvent(account.id, { type: 'people-changed' });
    return toAccount(changed);
  });
}

async function findAccount(
  vault: Vault,
  view: Pick<View, 'findAccount'>,
  caller: Caller,
): Promise<AccountRecord> {
  const account = await view.findAccount(caller.account.id);
  if (!account) throw new ProblemError('NotFound', 'The vault has no such account.');
  verifyAccount(vault.keyring, account);
  return account;
}

function toAccount({ id, name, vaultEnabled, createdAt, revision }: AccountRecord): Account {
  return { id, name, vaultEnabled, createdAt, revision };
}
