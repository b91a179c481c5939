import { type Keyring, UnknownTermError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import {
  fingerprint,
  openKeys,
  seedGenerations,
  type WrappedKeys,
  wrappedKeys,
  WrongRootKey,
} from './read-keys.ts';
import type { VaultSeal } from './seal.ts';
import type { Vault } from './vault.ts';
import type { View } from '../../storage/storage.ts';

/**
 * Picks up keys created by another process of the vault, or by a rotation. False if there are none, or if
 * another process has replaced the root key, in which case the seal records that.
 */
export async function refreshKeys({ storage, seal }: Pick<Vault, 'storage' | 'seal'>): Promise<boolean> {
  if (seal.reason !== undefined) return false;
  const wrapped = await wrappedKeys(storage);
  const found = fingerprint(wrapped);
  if (found === seal.fingerprint || seal.isRefused(found)) return false;
  const keyring = await tryOpen(wrapped, seal, found);
  if (!keyring) return false;
  // Sealed in the meantime, so it must stay sealed.
  if (seal.reason !== undefined) return false;
  seal.unseal(keyring, found);
  return true;
}

/**
 * Runs `work`, and retries it while it encounters a term or seed that this process did not have yet. Another
 * process can start one more before the retry.
 */
export async function withKnownTerms<T>(vault: Vault, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = vault.seal.fingerprint;
    try {
      return await work();
    } catch (error) {
      if (!isUnknownTerm(error)) throw error;
      const changed = await refreshKeys(vault).catch(() => false);
      if (changed || vault.seal.fingerprint !== before) continue;
      if (vault.seal.rootReplaced) throw rootReplaced();
      throw error;
    }
  }
}

/** If the work was refused, the reason is the error's cause. */
function isUnknownTerm(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return error instanceof UnknownTermError || cause instanceof UnknownTermError;
}

async function tryOpen(wrapped: WrappedKeys, seal: VaultSeal, found: string): Promise<Keyring | undefined> {
  const { rootKey } = seal;
  try {
    return await openKeys(wrapped, rootKey);
  } catch (error) {
    if (!(error instanceof WrongRootKey)) throw error;
    seal.refuse(found, rootKey);
    return undefined;
  }
}

function rootReplaced(): ProblemError {
  return new ProblemError(
    'Sealed',
    'The root key was replaced, and this vault still uses the old one. Ask the vault operator.',
  );
}

/**
 * Checks within the transaction that writes a value, because another process may have started a new term and
 * destroyed the previous one since this process last looked. The caller picks up the new term and repeats the
 * work.
 * @throws UnknownTermError if the term that this process uses can no longer wrap new data keys
 */
export async function requireCurrentTerm({ keyring }: Vault, tx: Pick<View, 'keys'>): Promise<void> {
  const keys = await tx.keys();
  const { term } = keyring;
  if (keys.some((key) => key.purpose === 'term' && key.term === term && key.state === 'active')) return;
  throw new UnknownTermError();
}

/**
 * Like {@link requireCurrentTerm}, for the MACs of a transaction that adds no audit entry; with an entry, the
 * end of the log reveals a new seed.
 * @throws UnknownTermError if another seed is in use by now
 */
export async function requireCurrentSeed({ generation }: Keyring, tx: Pick<View, 'keys'>): Promise<void> {
  if (seedGenerations(await tx.keys())[0] !== generation) throw new UnknownTermError();
}
