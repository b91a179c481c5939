import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type CheckpointKey, checkpointKeyOf } from './checkpoint-key.ts';
import {
  type KeyPlace,
  openSecret,
  rewrapDataKey,
  type SealedSecret,
  sealSecret,
  type SecretPlace,
} from './envelope.ts';
import { IntegrityError } from './integrity-error.ts';

/** What a MAC protects; each purpose has a key of its own. */
export type MacPurpose =
  | 'access-list'
  | 'account'
  | 'agent'
  | 'audit'
  | 'environment'
  | 'idempotency'
  | 'request'
  | 'secret'
  | 'session'
  | 'token'
  | 'user';

/** Where a value belongs within this vault. */
export type PlaceInVault = Omit<SecretPlace, 'vaultId'>;

/** Every use of keys in the vault. Holds them in memory and never gives one out. */
export interface Keyring {
  seal(place: PlaceInVault, plaintext: Buffer): SealedSecret;
  /** The term that new records use. */
  readonly term: number;
  /** @throws IntegrityError */
  open(place: PlaceInVault, sealed: SealedSecret): Buffer;
  /** Wraps a data key anew, under {@link term}. @throws IntegrityError */
  rewrap(place: Omit<KeyPlace, 'vaultId'>, wrappedKey: Buffer): Buffer;
  /** What is stored in place of a token. */
  digestToken(token: string): Buffer;
  mac(purpose: MacPurpose, content: MacContent): Buffer;
  /** @throws IntegrityError when `mac` is not the one of `content`; `what` and `id` name it. */
  verifyMac(purpose: MacPurpose, content: MacContent, mac: Buffer, what: string, id?: string): void;
  /** Says who the vault is and where its audit log ends; see {@link CheckpointKey}. */
  readonly checkpoints: CheckpointKey & { statement(content: MacContent): Buffer };
}

/** Values in a fixed order; JSON of an array is unambiguous. */
export type MacContent = readonly (string | number | null | readonly string[])[];

export interface KeyringKeys {
  readonly vaultId: string;
  /** Never changes, so that tokens and MACs outlive a new root key. */
  readonly seed: Buffer;
  readonly terms: ReadonlyMap<number, Buffer>;
  /** The term that new records use; the greatest when it is not given. */
  readonly newest?: number;
}

export function createKeyring({ vaultId, seed, terms, newest }: KeyringKeys): Keyring {
  const keys = new Map([...terms].map(([term, key]) => [term, createSecretKey(key)]));
  const termKeys = { newest: newest ?? Math.max(...keys.keys()), get: (term: number) => keys.get(term) };
  const pepper = subkey(seed, vaultId, 'token-pepper');
  const checkpointKey = checkpointKeyOf(subkey(seed, vaultId, 'checkpoint').export());
  const macKeys: Readonly<Record<MacPurpose, KeyObject>> = {
    'access-list': subkey(seed, vaultId, 'access-list-mac'),
    account: subkey(seed, vaultId, 'account-mac'),
    agent: subkey(seed, vaultId, 'agent-mac'),
    audit: subkey(seed, vaultId, 'audit-mac'),
    environment: subkey(seed, vaultId, 'environment-mac'),
    idempotency: subkey(seed, vaultId, 'idempotency-mac'),
    request: subkey(seed, vaultId, 'request-mac'),
    secret: subkey(seed, vaultId, 'secret-mac'),
    session: subkey(seed, vaultId, 'session-mac'),
    token: subkey(seed, vaultId, 'token-mac'),
    user: subkey(seed, vaultId, 'user-mac'),
  };
  const opened = new WeakMap<SealedSecret, KeyObject>();
  const mac: Keyring['mac'] = (purpose, content) =>
    createHmac('sha256', macKeys[purpose])
      .update(JSON.stringify([purpose, vaultId, ...content]))
      .digest();

  return {
    term: termKeys.newest,
    seal: (place, plaintext) => sealSecret(termKeys, { vaultId, ...place }, plaintext),
    open: (place, sealed) => openSecret(termKeys, { vaultId, ...place }, sealed, opened),
    rewrap: (place, wrappedKey) => rewrapDataKey(termKeys, { vaultId, ...place }, wrappedKey),
    digestToken: (token) => createHmac('sha256', pepper).update(token).digest(),
    mac,
    verifyMac(purpose, content, stored, what, id) {
      const expected = mac(purpose, content);
      if (stored.length !== expected.length || !timingSafeEqual(stored, expected)) {
        throw new IntegrityError(what, id);
      }
    },
    checkpoints: {
      ...checkpointKey,
      statement: (content) =>
        Buffer.from(JSON.stringify(['agent-secrets/1/checkpoint', vaultId, ...content])),
    },
  };
}

function subkey(seed: Buffer, vaultId: string, label: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', seed, vaultId, `agent-secrets/1/${label}`, 32)));
}
