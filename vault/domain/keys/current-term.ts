import { type Keyring, UnknownTermError } from '../../crypto/index.ts';
import type { View } from '../../storage/storage.ts';
import { seedGenerations } from './read-keys.ts';
import type { Vault } from '../vault.ts';

/**
 * Within the transaction that writes a value: another process may have begun a term since this one
 * looked, and have destroyed the one before. Whoever runs the work takes up the new term and repeats it.
 * @throws UnknownTermError when nothing new may be wrapped under the term that this process uses
 */
export async function requireCurrentTerm({ keyring }: Vault, tx: Pick<View, 'keys'>): Promise<void> {
  const keys = await tx.keys();
  const { term } = keyring;
  if (keys.some((key) => key.purpose === 'term' && key.term === term && key.state === 'active')) return;
  throw new UnknownTermError();
}

/**
 * The same for MACs of a transaction that leaves no audit entry: with an entry, the end of the log says it.
 * @throws UnknownTermError when another seed is in use by now
 */
export async function requireCurrentSeed({ generation }: Keyring, tx: Pick<View, 'keys'>): Promise<void> {
  if (seedGenerations(await tx.keys())[0] !== generation) throw new UnknownTermError();
}
