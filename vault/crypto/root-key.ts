import { createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, overhead } from './aead.ts';
import { lengthPrefixed } from './bytes.ts';
import { IntegrityError } from './integrity-error.ts';

/**
 * Protects the keys in the database. Both methods are async because an implementation may call a key service.
 * `label` describes what is wrapped; unwrapping requires the same label.
 */
export interface RootKey {
  /** Rejects with a {@link RootKeyUnavailable} if the root key cannot be reached. */
  wrap(key: Buffer, label: string): Promise<Buffer>;
  /**
   * Rejects with an `IntegrityError` if the bytes were wrapped with another root key, and with a {@link
   * RootKeyUnavailable} if the root key cannot be reached.
   */
  unwrap(wrapped: Buffer, label: string): Promise<Buffer>;
  /** Drops what is cached in memory; the next use reads it or prompts for it again. */
  forget?(): void;
}

/** Why a root key is unavailable. Safe to show to anyone: contains no path or host. */
export type RootKeyProblem = 'missing' | 'refused' | 'away';

/** The root key is unavailable. The message is for the log and the operator, not for callers. */
export class RootKeyUnavailable extends Error {
  readonly problem: RootKeyProblem;

  constructor(problem: RootKeyProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RootKeyUnavailable';
    this.problem = problem;
  }
}

/**
 * First byte of a wrapped key. Records written when key files were the only kind of root key start with a
 * nonce.
 */
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

/** @throws IntegrityError if the record was wrapped by another kind of root key */
export function withoutFormat(format: number, record: Buffer): Buffer {
  if (record[0] !== format) throw new IntegrityError('a wrapped key');
  return record.subarray(1);
}

/** The data that a wrapped key is bound to. */
export function context(label: string): Buffer {
  return lengthPrefixed(['agent-secrets/1/root', label]);
}
