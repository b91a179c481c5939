import type { RootKey } from '../../crypto/index.ts';
import type { KeyRecord } from '../../storage/records.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { keyLabel, unwrapKey, type WrappedKeys, wrappedKeys } from '../context/read-keys.ts';
import type { Vault } from '../context/vault.ts';

export interface RootRotation {
  /** Keys that the new root key has wrapped so far; it takes effect only once all of them are. */
  readonly wrapped: number;
  readonly of: number;
  readonly done: boolean;
}

/**
 * Rewraps all keys of the vault under another root key, in one transaction. Before it, the old root key opens
 * the vault; after it, only the new one does. Values and data keys are unchanged, and the vault keeps serving
 * requests.
 * @throws WrongRootKey, RootKeyUnavailable
 */
export async function* rotateRootKey(
  vault: Vault,
  actor: Actor,
  newRoot: RootKey,
): AsyncGenerator<RootRotation> {
  for (;;) {
    const stored = await wrappedKeys(vault.storage);
    const of = stored.keys.length;
    const changed: KeyRecord[] = [];
    for (const key of stored.keys) {
      changed.push(await wrapAnew(vault.seal.rootKey, newRoot, stored.vaultId, key));
      yield { wrapped: changed.length, of, done: false };
    }
    if (!(await replaceKeys(vault, actor, stored, changed))) continue;
    vault.seal.rootKey = newRoot;
    yield { wrapped: of, of, done: true };
    return;
  }
}

async function wrapAnew(
  oldRoot: RootKey,
  newRoot: RootKey,
  vaultId: string,
  key: KeyRecord,
): Promise<KeyRecord> {
  const bytes = await unwrapKey(oldRoot, vaultId, key);
  const wrapped = await newRoot.wrap(bytes, keyLabel(vaultId, key));
  // The old root key is replaced only after the new one has unwrapped what it wrapped.
  const again = await unwrapKey(newRoot, vaultId, { ...key, wrapped });
  if (!again.equals(bytes)) throw new Error('The new root key cannot unwrap what it wrapped.');
  return { ...key, wrapped };
}

/** False if the keys changed in the meantime; then the rotation starts over. */
async function replaceKeys(
  vault: Vault,
  actor: Actor,
  { keys: before }: WrappedKeys,
  changed: readonly KeyRecord[],
): Promise<boolean> {
  return withKnownTerms(vault, () =>
    vault.storage.transact(async (tx) => {
      const current = await tx.keys();
      const isSame = (key: KeyRecord, index: number) => before[index]?.wrapped.equals(key.wrapped) === true;
      if (current.length !== before.length || !current.every(isSame)) return false;
      for (const [index, key] of changed.entries()) {
        await tx.updateKey({ ...key, state: current[index]?.state ?? key.state });
      }
      await appendEntry(vault, tx, actor, { action: 'keys.rotate-root' }, undefined);
      return true;
    }),
  );
}
