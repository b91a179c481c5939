import { type Actor, appendEntry } from '../audit/audit.ts';
import type { Vault } from '../context/vault.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';

/**
 * For emergencies: the vault drops its keys and refuses every request until it is restarted. It does so even
 * if the audit entry cannot be written; in that case, this rejects.
 */
export async function sealVault(vault: Vault, actor: Actor): Promise<void> {
  try {
    await vault.storage.transact((tx) => appendEntry(vault, tx, actor, { action: 'vault.seal' }, undefined));
  } finally {
    vault.seal.seal('operator');
  }
}

/**
 * Records an operator's confirmation that the clock is right, so that data that is old by this clock can be
 * destroyed from now on. Adds an entry.
 */
export async function confirmClock(vault: Vault, actor: Actor): Promise<void> {
  const confirmed = await withKnownTerms(vault, () =>
    vault.storage.transact(async (tx) => {
      const done = await vault.clock.confirm(tx);
      await appendEntry(vault, tx, actor, { action: 'vault.confirm-clock' }, undefined);
      return done;
    }),
  );
  confirmed();
}
