import { createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, overhead } from './aead.ts';
import { lengthPrefixed } from './bytes.ts';
import { IntegrityError } from './integrity-error.ts';

/**
 * What protects the keys in the database. Implementations may ask a key service, so both are async.
 * `label` says what is wrapped; the same label is needed to unwrap.
 */
export interface RootKey {
  /** Rejects with a {@link RootKeyUnavailable} when it cannot be asked. */
  wrap(key: Buffer, label: string): Promise<Buffer>;
  /**
   * Rejects with an `IntegrityError` when this is not the root key the bytes were wrapped with, and
   * with a {@link RootKeyUnavailable} when it cannot be asked.
   */
  unwrap(wrapped: Buffer, label: string): Promise<Buffer>;
  /** Drops what it keeps in memory; it is read again, or asked for again, at the next use. */
  forget?(): void;
}

/** Why a root key gives no answer, for everybody to know: it names no path and no host. */
export type RootKeyProblem = 'missing' | 'refused' | 'away';

/** The root key cannot be asked now. The message is for the log and the operator, not for callers. */
export class RootKeyUnavailable extends Error {
  readonly problem: RootKeyProblem;

  constructor(problem: RootKeyProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RootKeyUnavailable';
    this.problem = problem;
  }
}

/** First byte of a wrapped key. Records of key files from before there were others lead with a nonce. */
export const rootFormat = { key: 2, passphrase: 3, service: 4 } as const;

const wrappedKeyLength = 32 + overhead;

/** Wraps under a 256-bit key: `2 | nonce 12 | key 32 | tag 16`. */
export function wrapUnderKey(root: KeyObject, key: Buffer, label: string): Buffer {
  return withFormat(rootFormat.key, encrypt(root, key, context(label)));
}

/** @throws IntegrityError */
export function unwrapUnderKey(root: KeyObject, wrapped: Buffer, label: string): Buffer {
  const isOld = wrapped.length === wrappedKeyLength;
  const sealed = isOld ? wrapped : withoutFormat(rootFormat.key, wrapped);
  return decrypt(root, sealed, context(label), 'a wrapped key');
}

/** A root key that is 32 bytes in the memory of this process. */
export function rootKeyOf(bytes: Buffer): RootKey {
  const root = createSecretKey(bytes);
  return {
    wrap: async (key, label) => wrapUnderKey(root, key, label),
    unwrap: async (wrapped, label) => unwrapUnderKey(root, wrapped, label),
  };
}

export function withFormat(format: number, record: Buffer): Buffer {
  return Buffer.concat([Buffer.from([format]), record]);
}

/** @throws IntegrityError when the record was wrapped by another kind of root key. */
export function withoutFormat(format: number, record: Buffer): Buffer {
  if (record[0] !== format) throw new IntegrityError('a wrapped key');
  return record.subarray(1);
}

/** What a wrapped key is bound to. */
export function context(label: string): Buffer {
  return lengthPrefixed(['agent-secrets/1/root', label]);
}
