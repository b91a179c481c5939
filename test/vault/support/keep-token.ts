import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import type { TokenRecord } from '../../../vault/storage/records.ts';

/** Stores a token without a request. Adds its log entry, because the log must contain every token. */
export async function keepToken(vault: Vault, record: TokenRecord): Promise<void> {
  const { accountId, id } = record;
  const actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
  await vault.storage.transact(async (tx) => {
    await tx.insertToken(record);
    await appendEntry(vault, tx, actor, { action: 'token.issue', targetId: id }, undefined);
  });
}
