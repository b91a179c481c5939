import { type Actor, appendEntry } from '../audit/audit.ts';
import { withKnownTerms } from '../keys/refresh-keys.ts';
import type { Vault } from '../vault.ts';

/**
 * Records an operator's confirmation that the clock is right: what is old by it can be destroyed from now on.
 * Adds an entry.
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
