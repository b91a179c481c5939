import { createKeyring, IntegrityError, type Keyring, type RootKey } from '../crypto/index.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';

/** There is a root key, but it opens no key of this database. The message is for the operator. */
export class WrongRootKey extends Error {
  constructor(options?: ErrorOptions) {
    super(
      'The root key does not fit this data directory, or the directory is damaged. Restore the root key from your backup.',
      options,
    );
    this.name = 'WrongRootKey';
  }
}

/** Unwraps all keys of a vault. @throws WrongRootKey, RootKeyUnavailable */
export async function readKeys(storage: Storage, rootKey: RootKey): Promise<Keyring> {
  const { vaultId, keys } = await storage.transact(async (tx) => ({
    vaultId: (await tx.vaultId()) ?? '',
    keys: await tx.keys(),
  }));
  const terms = new Map<number, Buffer>();
  let seed: Buffer | undefined;
  for (const key of keys) {
    const bytes = await unwrapKey(rootKey, vaultId, key);
    if (key.purpose === 'seed') seed = bytes;
    else terms.set(key.term, bytes);
  }
  if (!seed || terms.size === 0) throw new WrongRootKey();
  return createKeyring({ vaultId, seed, terms });
}

/** @throws WrongRootKey, RootKeyUnavailable */
export async function unwrapKey(rootKey: RootKey, vaultId: string, key: KeyRecord): Promise<Buffer> {
  try {
    return await rootKey.unwrap(key.wrapped, keyLabel(vaultId, key));
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    throw new WrongRootKey({ cause: error });
  }
}

/** What a wrapped key is bound to. */
export function keyLabel(vaultId: string, { purpose, term }: Pick<KeyRecord, 'purpose' | 'term'>): string {
  return `${vaultId}/${purpose}/${String(term)}`;
}
