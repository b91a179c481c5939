import { type Actor, appendEntry } from '../audit/audit.ts';
import type { Vault } from '../vault.ts';

/**
 * For emergencies: the vault forgets its keys and refuses every request until it is restarted. It does so
 * even if the audit entry cannot be written; then this rejects.
 */
export async function sealVault(vault: Vault, actor: Actor): Promise<void> {
  try {
    await vault.storage.transact((tx) => appendEntry(vault, tx, actor, { action: 'vault.seal' }, undefined));
  } finally {
    vault.seal.seal('operator');
  }
}
