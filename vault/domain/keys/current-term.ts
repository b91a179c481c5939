import { type Keyring, UnknownTermError } from '../../crypto/index.ts';
import type { View } from '../../storage/storage.ts';
import { seedGenerations } from './read-keys.ts';
import type { Vault } from '../vault.ts';

/**
 * Checks within the transaction that writes a value: another process may have begun a term since this one
 * last looked, and have destroyed the previous one. The caller picks up the new term and repeats the work.
 * @throws UnknownTermError if the term that this process uses can no longer wrap new data keys
 */
export async function requireCurrentTerm({ keyring }: Vault, tx: Pick<View, 'keys'>): Promise<void> {
  const keys = await tx.keys();
  const { term } = keyring;
  if (keys.some((key) => key.purpose === 'term' && key.term === term && key.state === 'active')) return;
  throw new UnknownTermError();
}

/**
 * The same for MACs of a transaction that adds no audit entry; with an entry, the end of the log shows it.
 * @throws UnknownTermError if another seed is in use by now
 */
export async function requireCurrentSeed({ generation }: Keyring, tx: Pick<View, 'keys'>): Promise<void> {
  if (seedGenerations(await tx.keys())[0] !== generation) throw new UnknownTermError();
}
