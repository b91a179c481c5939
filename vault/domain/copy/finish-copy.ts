import type { MovableStorage, RowView } from '../../storage/stored-rows.ts';
import { appendEntry } from '../audit/audit.ts';
import type { CopyOptions } from './copy-options.ts';
import type { Copying, Moved } from './copy-notes.ts';
import { CopyRefused } from './copy-refused.ts';

/**
 * Marks the source first, so that there are never two vaults; then makes the target one. If killed between
 * the two, the same call completes the move.
 * @throws CopyRefused `changed`
 */
export async function finishCopy(
  from: MovableStorage,
  to: MovableStorage,
  copying: Copying,
  options: CopyOptions,
): Promise<void> {
  const at = options.now().toISOString();
  const moved: Moved = { to: options.toName, at };
  await from.rows.change(async (tx) => {
    // In the transaction that ends all writing, so nothing can be added after the rows that were copied.
    if ((await endOfLog(tx)) !== copying.seq) throw new CopyRefused('changed');
    await tx.setNote('moved', JSON.stringify(moved));
  });
  const knownTime = await from.rows.look((view) => view.note('known_time'));
  await to.rows.change(async (tx) => {
    await tx.setNote('vault_id', copying.vaultId);
    await tx.setNote('known_time', knownTime);
    await tx.setNote('copying', undefined);
    const account = await tx.lastRow('accounts');
    const accountId = account?.['id'];
    const { keyring, now } = options;
    if (!keyring || typeof accountId !== 'string') return;
    const actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'migrate' } as const;
    await appendEntry({ keyring, now }, tx, actor, { action: 'vault.migrate' }, undefined);
  });
}

/** The number of the last entry. */
export async function endOfLog(view: Pick<RowView, 'lastRow'>): Promise<number> {
  const last = (await view.lastRow('audit_groups'))?.['last'] ?? (await view.lastRow('audit'))?.['seq'];
  return Number(last ?? 0);
}
