import { createKeyring, IntegrityError, type Keyring, type RootKey, type Seed } from '../../crypto/index.ts';
import type { KeyRecord } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';

/** The root key is available, but opens no key of this database. The message is for the operator. */
export class WrongRootKey extends Error {
  constructor(options?: ErrorOptions) {
    super(
      'The root key does not match this data directory, or the directory is damaged. Restore the root key from your backup.',
      options,
    );
    this.name = 'WrongRootKey';
  }
}

/** The stored keys of a vault, with the vault's id. */
export interface WrappedKeys {
  readonly vaultId: string;
  readonly keys: readonly KeyRecord[];
}

export async function wrappedKeys(storage: Storage): Promise<WrappedKeys> {
  return storage.look(async (view) => ({ vaultId: (await view.vaultId()) ?? '', keys: await view.keys() }));
}

/** Unwraps all keys of a vault. @throws WrongRootKey, RootKeyUnavailable */
export async function openKeys({ vaultId, keys }: WrappedKeys, rootKey: RootKey): Promise<Keyring> {
  const terms = new Map<number, Buffer>();
  const seeds: Seed[] = [];
  const kept: Seed[] = [];
  for (const key of keys) {
    const bytes = await unwrapKey(rootKey, vaultId, key);
    if (key.purpose === 'term') terms.set(key.term, bytes);
    else (key.purpose === 'seed' ? seeds : kept).push({ generation: key.term, bytes });
  }
  seeds.sort((one, other) => other.generation - one.generation);
  const [seed, ...retiring] = seeds;
  if (!seed || terms.size === 0) throw new WrongRootKey();
  const { generation, bytes } = seed;
  return createKeyring({ vaultId, seed: bytes, generation, retiring, kept, terms, newest: newestTerm(keys) });
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

/** The term for new records. */
export function newestTerm(keys: readonly KeyRecord[]): number {
  const terms = keys.filter(({ purpose }) => purpose === 'term');
  const active = terms.filter(({ state }) => state === 'active');
  return Math.max(...(active.length > 0 ? active : terms).map(({ term }) => term));
}

/** Changes when the keys change, or when another root key wraps them. */
export function fingerprint({ keys }: WrappedKeys): string {
  return JSON.stringify(
    keys.map(({ purpose, term, state, wrapped }) => [purpose, term, state, wrapped.toString('base64')]),
  );
}

/** What a wrapped key is bound to. */
export function keyLabel(vaultId: string, { purpose, term }: Pick<KeyRecord, 'purpose' | 'term'>): string {
  return `${vaultId}/${purpose}/${String(term)}`;
}

/** The seed's generations, newest first; there is more than one while the seed is being replaced. */
export function seedGenerations(keys: readonly KeyRecord[]): readonly number[] {
  const seeds = keys.filter(({ purpose }) => purpose === 'seed').map(({ term }) => term);
  return seeds.toSorted((one, other) => other - one);
}
