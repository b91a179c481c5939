import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { IntegrityError, needsWholePlace, termOf } from '../../crypto/index.ts';
import type { KeyRecord, SecretRecord, VersionRecord } from '../../storage/records.ts';
import type { Storage, VersionPosition } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { refreshKeys, requireCurrentTerm, withKnownTerms } from '../context/refresh-keys.ts';
import { keyLabel, newestTerm, unwrapKey, type WrappedKeys, wrappedKeys } from '../context/read-keys.ts';
import type { Vault } from '../context/vault.ts';

/** Progress of a rotation. `term` is the one being replaced, or the new one once the rotation is done. */
export interface TermRotation {
  readonly phase: 'begun' | 'wrapping' | 'destroyed' | 'kept' | 'done';
  readonly term: number;
  /** Data keys rewrapped since this call began. */
  readonly wrapped: number;
  /** Records that were changed outside the vault; they are left alone, and their term is kept. */
  readonly damaged: number;
}

/** Records per transaction, which blocks other work for at most about a millisecond. */
const batchSize = 25;

/**
 * Begins a new term and rewraps every data key, while the vault keeps serving requests. Old terms are
 * destroyed once nothing uses them. A stopped rotation can be resumed, regardless of who stopped it. Before
 * `destroy`, other processes of the same vault must have had time to see the new term.
 */
export async function* rotateTerm(
  vault: Vault,
  actor: Actor,
  { destroy = true }: { readonly destroy?: boolean } = {},
): AsyncGenerator<TermRotation> {
  let stored = await wrappedKeys(vault.storage);
  if (retiring(stored).length === 0) stored = await beginTerm(vault, actor, stored);
  await refreshKeys(vault);
  const newest = newestTerm(stored.keys);
  let wrapped = 0;
  let damaged = 0;
  yield { phase: 'begun', term: newest, wrapped, damaged };
  const old = retiring(stored);
  // Includes the newest term: a record would lose its key if its column named another term than the record
  // itself.
  for (const term of [...old, newest]) {
    for await (const step of wrapAnew(vault, term)) {
      wrapped += step.wrapped;
      damaged += step.damaged;
      yield { phase: 'wrapping', term, wrapped, damaged };
    }
  }
  for (const term of old) {
    const gone = destroy && damaged === 0 && (await destroyTerm(vault, actor, term));
    yield { phase: gone ? 'destroyed' : 'kept', term, wrapped, damaged };
  }
  await refreshKeys(vault);
  yield { phase: 'done', term: newest, wrapped, damaged };
}

function retiring({ keys }: WrappedKeys): readonly number[] {
  return keys
    .filter(({ purpose, state }) => purpose === 'term' && state === 'retiring')
    .map(({ term }) => term);
}

/** Two concurrent rotations begin only one term: the second finds the term of the first. */
async function beginTerm(vault: Vault, actor: Actor, stored: WrappedKeys): Promise<WrappedKeys> {
  const { storage, seal, now } = vault;
  const { vaultId, keys } = stored;
  // Check that this is the root key of this vault before anything is wrapped with it.
  for (const key of keys) await unwrapKey(seal.rootKey, vaultId, key);
  const term = Math.max(...keys.map((key) => key.term)) + 1;
  const wrapped = await seal.rootKey.wrap(randomBytes(32), keyLabel(vaultId, { purpose: 'term', term }));
  const key: KeyRecord = {
    purpose: 'term',
    term,
    wrapped,
    createdAt: now().toISOString(),
    state: 'active',
  };
  await withKnownTerms(vault, () =>
    storage.transact(async (tx) => {
      const current = await tx.keys();
      if (current.some((one) => one.purpose === 'term' && one.term >= term)) return;
      for (const old of current) {
        if (old.purpose === 'term') await tx.updateKey({ ...old, state: 'retiring' });
      }
      await tx.insertKey(key);
      await appendEntry(vault, tx, actor, { action: 'keys.begin-term', version: term }, undefined);
    }),
  );
  return wrappedKeys(storage);
}

async function* wrapAnew(
  vault: Vault,
  term: number,
): AsyncGenerator<{ readonly wrapped: number; readonly damaged: number }> {
  const places = new OldPlaces(vault.storage);
  for (let after: VersionPosition | undefined; ;) {
    const position = after;
    const started = performance.now();
    const versions = await vault.storage.look((view) =>
      view.versionsOfTerm(term, { after: position, limit: batchSize }),
    );
    if (versions.length === 0) return;
    yield await withKnownTerms(vault, async () => {
      const { batch, damaged } = await wrapBatch(vault, places, versions);
      await vault.storage.transact(async (tx) => {
        await requireCurrentTerm(vault, tx);
        const { term: newest } = vault.keyring;
        // Sent together, so that a remote server needs one round trip and blocks others no longer than that.
        await Promise.all(batch.map(({ version, key }) => tx.rewrapVersion(version, key, newest)));
      });
      return { wrapped: batch.length, damaged };
    });
    after = versions.at(-1);
    // Sleeps as long as the batch took, so that at least half of the time goes to requests.
    await sleep(performance.now() - started);
  }
}

async function wrapBatch(vault: Vault, places: OldPlaces, versions: readonly VersionRecord[]) {
  const batch: { readonly version: VersionRecord; readonly key: Buffer }[] = [];
  let damaged = 0;
  for (const version of versions) {
    if (isWrappedIn(version, vault.keyring.term)) continue;
    const place = await places.placeOf(version);
    try {
      batch.push({ version, key: vault.keyring.rewrap(place, version.sealed.wrappedKey) });
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      damaged += 1;
    }
  }
  return { batch, damaged };
}

/** The column only helps to find records; the term in the record itself is authoritative. */
function isWrappedIn({ term, sealed }: VersionRecord, newest: number): boolean {
  return term === newest && termOf(sealed.wrappedKey) === newest;
}

/** False if something still uses the term. */
async function destroyTerm(vault: Vault, actor: Actor, term: number): Promise<boolean> {
  return withKnownTerms(vault, () =>
    vault.storage.transact(async (tx) => {
      const users = await tx.versionsOfTerm(term, { after: undefined, limit: 1 });
      if (users.length > 0) return false;
      await tx.deleteKey(term);
      await appendEntry(vault, tx, actor, { action: 'keys.destroy-term', version: term }, undefined);
      return true;
    }),
  );
}

const pageSize = 500;

/**
 * Finds the locations of format 1 data keys, which were bound to more than their own row contains. Lookups
 * must be in order of the secrets' ids, so that one pass over the secrets serves them all.
 */
export class OldPlaces {
  readonly #storage: Storage;
  #page: readonly SecretRecord[] = [];
  #isLast = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async placeOf({ secretId, version, kind, sealed }: VersionRecord) {
    const place = { secretId, version, kind };
    if (!needsWholePlace(sealed.wrappedKey)) return place;
    const secret = await this.#find(secretId);
    return secret ? { ...place, accountId: secret.accountId, name: secret.name } : place;
  }

  async #find(id: string): Promise<SecretRecord | undefined> {
    while (!this.#isLast && (this.#page.at(-1)?.id ?? '') < id) {
      const after = this.#page.at(-1)?.id;
      this.#page = await this.#storage.look((view) => view.secretsById({ after, limit: pageSize }));
      this.#isLast = this.#page.length < pageSize;
    }
    return this.#page.find((secret) => secret.id === id);
  }
}
