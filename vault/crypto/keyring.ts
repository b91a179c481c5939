import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
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
import { generationOf, type MacContent, MacKey } from './mac.ts';

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
  /** Names what is stored under it: always the same for the same content. */
  digest(content: MacContent): Buffer;
  mac(purpose: MacPurpose, content: MacContent): Buffer;
  /** @throws IntegrityError when `mac` is not the one of `content`; `what` and `id` name it. */
  verifyMac(purpose: MacPurpose, content: MacContent, mac: Buffer, what: string, id?: string): void;
  /** Says who the vault is and where its audit log ends; see {@link CheckpointKey}. */
  readonly checkpoints: CheckpointKey & { statement(content: MacContent): Buffer };
}

export interface KeyringKeys {
  readonly vaultId: string;
  /** Never changes, so that tokens and MACs outlive a new root key. */
  readonly seed: Buffer;
  readonly terms: ReadonlyMap<number, Buffer>;
  /** The term that new records use; the greatest when it is not given. */
  readonly newest?: number;
}

/** Of the seed that a vault begins with. */
const firstGeneration = 0;

export function createKeyring({ vaultId, seed, terms, newest }: KeyringKeys): Keyring {
  const keys = new Map([...terms].map(([term, key]) => [term, createSecretKey(key)]));
  const termKeys = { newest: newest ?? Math.max(...keys.keys()), get: (term: number) => keys.get(term) };
  const pepper = subkey(seed, vaultId, 'token-pepper');
  const checkpointKey = checkpointKeyOf(subkey(seed, vaultId, 'checkpoint').export());
  const macKeys = macKeysOf(seed, vaultId);
  const opened = new WeakMap<SealedSecret, KeyObject>();

  return {
    term: termKeys.newest,
    seal: (place, plaintext) => sealSecret(termKeys, { vaultId, ...place }, plaintext),
    open: (place, sealed) => openSecret(termKeys, { vaultId, ...place }, sealed, opened),
    rewrap: (place, wrappedKey) => rewrapDataKey(termKeys, { vaultId, ...place }, wrappedKey),
    digestToken: (token) => createHmac('sha256', pepper).update(token).digest(),
    digest: (content) => macKeys.idempotency.firstMac(content),
    mac: (purpose, content) => macKeys[purpose].mac(content),
    verifyMac(purpose, content, stored, what, id) {
      const isMac = generationOf(stored) === firstGeneration && macKeys[purpose].isMac(content, stored);
      if (!isMac) throw new IntegrityError(what, id);
    },
    checkpoints: {
      ...checkpointKey,
      statement: (content) =>
        Buffer.from(JSON.stringify(['agent-secrets/1/checkpoint', vaultId, ...content])),
    },
  };
}

function macKeysOf(seed: Buffer, vaultId: string): Readonly<Record<MacPurpose, MacKey>> {
  const keyOf = (purpose: MacPurpose) =>
    new MacKey(subkey(seed, vaultId, `${purpose}-mac`).export(), firstGeneration, purpose, vaultId);
  return {
    'access-list': keyOf('access-list'),
    account: keyOf('account'),
    agent: keyOf('agent'),
    audit: keyOf('audit'),
    environment: keyOf('environment'),
    idempotency: keyOf('idempotency'),
    request: keyOf('request'),
    secret: keyOf('secret'),
    session: keyOf('session'),
    token: keyOf('token'),
    user: keyOf('user'),
  };
}

function subkey(seed: Buffer, vaultId: string, label: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', seed, vaultId, `agent-secrets/1/${label}`, 32)));
}
