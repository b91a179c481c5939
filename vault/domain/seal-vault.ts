import { appendEntry } from './audit.ts';
import type { Caller } from './caller.ts';
import type { Vault } from './vault.ts';

/**
 * For emergencies: the vault forgets its keys and answers nothing until it is started again. It does
 * so even when the audit entry cannot be written; then this rejects.
 */
export async function sealVault(vault: Vault, caller: Caller): Promise<void> {
  const { id: actorId, role: actorRole, requestId, account } = caller;
  const actor = { accountId: account.id, actorId, actorRole, requestId };
  try {
    await vault.storage.transact((tx) => appendEntry(vault, tx, actor, { action: 'vault.seal' }, undefined));
  } finally {
    vault.seal.seal('operator');
  }
}
