import type { AccountRecord } from '../storage/records.ts';
import { ProblemError } from '../errors.ts';
import { verifyAccount, withAccountMac } from './account-mac.ts';
import { type Actor, appendEntry } from './audit.ts';
import type { Vault } from './vault.ts';

/** For operators: renames an account, or switches the vault off or on for it, from the very next read on. @throws ProblemError `NotFound` */
export async function changeAccount(
  vault: Vault,
  actor: Actor,
  changes: Partial<Pick<AccountRecord, 'name' | 'vaultEnabled'>>,
): Promise<void> {
  await vault.storage.transact(async (tx) => {
    const account = await tx.findAccount(actor.accountId);
    if (!account) throw new ProblemError('NotFound', 'The vault has no such account.');
    verifyAccount(vault.keyring, account);
    const revision = account.revision + 1;
    await tx.updateAccount(withAccountMac(vault.keyring, { ...account, ...changes, revision }));
    await tx.bumpCatalogVersion(account.id);
    const subject = { action: 'account.change', targetId: account.id, revision };
    await appendEntry(vault, tx, actor, subject, undefined);
  });
}
