import { requireCurrentSeed, withKnownTerms } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';
import type { OldDigest } from '../context/token-uses.ts';
import { verifyToken, withTokenMac } from '../rows/row-macs.ts';

/** Tokens per transaction; each transaction blocks others. */
const batchSize = 100;

/**
 * Stores used tokens under the digest of the current seed. The digest can be computed only from the token
 * itself, so a rotation keeps the old ones. Tokens that cannot be written now are noted again at their next
 * use.
 * @throws StorageError
 */
export async function renewDigests(vault: Vault): Promise<void> {
  const outdated = vault.uses.takeOldDigests();
  for (let start = 0; start < outdated.length; start += batchSize) {
    const batch = outdated.slice(start, start + batchSize);
    await withKnownTerms(vault, () => renewSome(vault, batch));
  }
}

async function renewSome(vault: Vault, batch: readonly OldDigest[]): Promise<void> {
  const keyring = vault.keyring.pinned();
  await vault.storage.transact(async (tx) => {
    await requireCurrentSeed(keyring, tx);
    for (const { id, accountId, digest } of batch) {
      const token = await tx.findTokenById(accountId, id);
      if (!token || token.digest.equals(digest)) continue;
      verifyToken(keyring, token);
      await tx.updateToken(withTokenMac(keyring, { ...token, digest }));
    }
  });
}
