import { createHmac, hkdfSync } from 'node:crypto';
import { createKeyring, type Keyring, type RootKey } from '../../../vault/crypto/index.ts';
import { unwrapKey, wrappedKeys } from '../../../vault/domain/context/read-keys.ts';
import type { Storage } from '../../../vault/storage/storage.ts';

/** What an attacker knows after copying the database and its root key. */
export interface StolenKeys {
  readonly vaultId: string;
  readonly seed: Buffer;
  readonly terms: ReadonlyMap<number, Buffer>;
}

export async function stealKeys(storage: Storage, rootKey: RootKey): Promise<StolenKeys> {
  const { vaultId, keys } = await wrappedKeys(storage);
  const seeds: Buffer[] = [];
  const terms = new Map<number, Buffer>();
  for (const key of keys) {
    const bytes = await unwrapKey(rootKey, vaultId, key);
    if (key.purpose === 'seed') seeds.push(bytes);
    if (key.purpose === 'term') terms.set(key.term, bytes);
  }
  const [seed] = seeds;
  if (!seed) throw new Error('There is no seed');
  return { vaultId, seed, terms };
}

/** Creates a keyring that can create and verify everything that the vault does. */
export function keyringOf(keys: StolenKeys): Keyring {
  return createKeyring(keys);
}

/** Computes MACs in the format of the vault's first versions. */
export function firstMacs({ vaultId, seed }: StolenKeys): Keyring['mac'] {
  return (purpose, content) => {
    const key = Buffer.from(hkdfSync('sha256', seed, vaultId, `agent-secrets/1/${purpose}-mac`, 32));
    const values = content.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
    return createHmac('sha256', key)
      .update(JSON.stringify([purpose, vaultId, ...values]))
      .digest();
  };
}
