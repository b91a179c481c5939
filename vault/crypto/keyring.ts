import { createSecretKey, type KeyObject } from 'node:crypto';
import type { CheckpointKey, PublicCheckpointKey } from './checkpoint-key.ts';
import {
  type KeyPlace,
  openSecret,
  rewrapDataKey,
  type SealedSecret,
  sealSecret,
  type SecretPlace,
} from './envelope.ts';
import { IntegrityError, UnknownTermError } from './integrity-error.ts';
import { generationOf, type MacContent } from './mac.ts';
import {
  type KeptKeys,
  keysKept,
  keysOfSeed,
  type MacPurpose,
  type Seed,
  type SeedKeys,
} from './seed-keys.ts';

/** The location of a value within this vault. */
export type PlaceInVault = Omit<SecretPlace, 'vaultId'>;

/** Performs every operation with the vault's keys. Holds them in memory and never exposes them. */
export interface Keyring {
  seal(place: PlaceInVault, plaintext: Buffer): SealedSecret;
  /** The term that new records use. */
  readonly term: number;
  /** @throws IntegrityError */
  open(place: PlaceInVault, sealed: SealedSecret): Buffer;
  /** Rewraps a data key under {@link term}. @throws IntegrityError */
  rewrap(place: Omit<KeyPlace, 'vaultId'>, wrappedKey: Buffer): Buffer;
  /** The generation of the seed in use, starting at 0; new records have it. */
  readonly generation: number;
  /** A keyring fixed to the current keys, even if the vault picks up new ones. */
  pinned(): Keyring;
  /** The digest that is stored instead of a token. */
  digestToken(token: string): Buffer;
  /** The digests under each seed that a row may be from, newest first. */
  digestsOfToken(token: string): readonly Buffer[];
  /** An identifier for storing content: deterministic for the same content and seed. */
  digest(content: MacContent): Buffer;
  /** The digests under each seed that a row may be from, newest first. */
  digests(content: MacContent): readonly Buffer[];
  mac(purpose: MacPurpose, content: MacContent): Buffer;
  /**
   * Accepts MACs of the seed in use and, while it is being replaced, of the previous one; in the audit log,
   * those of all seeds that ever existed.
   * @throws IntegrityError if `mac` does not match `content`; `what` and `id` identify the content
   */
  verifyMac(purpose: MacPurpose, content: MacContent, mac: Buffer, what: string, id?: string): void;
  /** Attests the vault's identity and where its audit log ends; see {@link CheckpointKey}. */
  readonly checkpoints: CheckpointKey & {
    statement(content: MacContent): Buffer;
    /** The key with this id, of the current seed or an earlier one; `isKept` for seeds that are gone. */
    keyOf(
      keyId: string,
    ): (PublicCheckpointKey & { readonly generation: number; readonly isKept: boolean }) | undefined;
  };
}

export interface KeyringKeys {
  readonly vaultId: string;
  readonly seed: Buffer;
  /** The generation of the seed; 0 if absent. */
  readonly generation?: number;
  /** Seeds that are being replaced. */
  readonly retiring?: readonly Seed[];
  /** What remains of replaced seeds. */
  readonly kept?: readonly KeptKeys[];
  readonly terms: ReadonlyMap<number, Buffer>;
  /** The term for new records; the highest if absent. */
  readonly newest?: number;
}

export function createKeyring(given: KeyringKeys): Keyring {
  const { vaultId, seed, generation = 0, retiring = [], kept = [], terms, newest } = given;
  const keys = new Map([...terms].map(([term, key]) => [term, createSecretKey(key)]));
  const termKeys = { newest: newest ?? Math.max(...keys.keys()), get: (term: number) => keys.get(term) };
  const current = keysOfSeed(vaultId, { generation, bytes: seed });
  const all: readonly SeedKeys[] = [
    current,
    ...retiring.map((one) => keysOfSeed(vaultId, one)),
    ...kept.map((one) => keysKept(vaultId, one)),
  ].toSorted((one, other) => other.generation - one.generation);
  const byGeneration = new Map(all.map((one) => [one.generation, one]));
  const opened = new WeakMap<SealedSecret, KeyObject>();

  const keyring: Keyring = {
    term: termKeys.newest,
    generation,
    pinned: () => keyring,
    seal: (place, plaintext) => sealSecret(termKeys, { vaultId, ...place }, plaintext),
    open: (place, sealed) => openSecret(termKeys, { vaultId, ...place }, sealed, opened),
    rewrap: (place, wrappedKey) => rewrapDataKey(termKeys, { vaultId, ...place }, wrappedKey),
    digestToken: (token) => current.digestToken(token),
    digestsOfToken: (token) => all.map((one) => one.digestToken(token)),
    digest: (content) => current.digests.firstMac(content),
    digests: (content) => all.map((one) => one.digests.firstMac(content)),
    mac: (purpose, content) => current.macKey(purpose).mac(content),
    verifyMac(purpose, content, stored, what, id) {
      const made = generationOf(stored);
      if (made === undefined) throw new IntegrityError(what, id);
      if (made > generation) throw new UnknownTermError(what, id);
      const isMac = byGeneration.get(made)?.macKey(purpose)?.isMac(content, stored);
      if (isMac !== true) throw new IntegrityError(what, id);
    },
    checkpoints: {
      ...current.checkpoint,
      statement: (content) =>
        Buffer.from(JSON.stringify(['agent-secrets/1/checkpoint', vaultId, ...content])),
      keyOf: (keyId) => {
        const found = all.find(({ checkpoint }) => checkpoint.keyId === keyId);
        if (!found) return undefined;
        const isKept = kept.some((one) => one.generation === found.generation);
        return { ...found.checkpoint, generation: found.generation, isKept };
      },
    },
  };
  return keyring;
}
