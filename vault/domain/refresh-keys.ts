import { UnknownTermError } from '../crypto/index.ts';
import { fingerprint, openKeys, wrappedKeys } from './read-keys.ts';
import type { Vault } from './vault.ts';

/** Takes up keys that another process of the vault, or a rotation, has made. False: there are none. */
export async function refreshKeys({ storage, seal }: Pick<Vault, 'storage' | 'seal'>): Promise<boolean> {
  if (seal.reason !== undefined) return false;
  const wrapped = await wrappedKeys(storage);
  const found = fingerprint(wrapped);
  if (found === seal.fingerprint) return false;
  const keyring = await openKeys(wrapped, seal.rootKey);
  // Sealed in the meantime: it must stay so.
  if (seal.reason !== undefined) return false;
  seal.unseal(keyring, found);
  return true;
}

/** Runs `work`, and once more when it met a term that this process did not know yet. */
export async function withKnownTerms<T>(vault: Vault, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnknownTermError)) throw error;
    const changed = await refreshKeys(vault).catch(() => false);
    if (!changed) throw error;
    return work();
  }
}
