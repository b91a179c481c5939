import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, nonceLength, overhead } from './aead.ts';
import { lengthPrefixed } from './bytes.ts';
import { IntegrityError, UnknownTermError } from './integrity-error.ts';

/**
 * A value is encrypted under a separate data key, and the data key under the key of a term:
 *
 *     wrapped key:  format 2 | term 4 | nonce 12 | data key 32 | tag 16
 *     sealed value: format 1 | term 4 | commitment 32 | nonce 12 | ciphertext | tag 16
 *
 * Each record names the term in which it was made, so a new term rewraps data keys and leaves values alone. A
 * value is bound to its entire location. A data key is bound only to its version, so that it can be rewrapped
 * without reading more than its row; in format 1, it was bound to the entire location.
 */
const valueFormat = 1;
const keyFormat = 2;
const firstKeyFormat = 1;
const headerLength = 5;
const commitmentLength = 32;
const keyLength = 32;

/** Everything that a value is bound to; a record moved to another location cannot be opened there. */
export interface SecretPlace {
  readonly vaultId: string;
  readonly accountId: string;
  readonly secretId: string;
  readonly name: string;
  readonly kind: string;
  readonly version: number;
}

/** Enough to rewrap a data key; format 1 also needs the rest of the location. */
export type KeyPlace = Pick<SecretPlace, 'vaultId' | 'secretId' | 'version'> & Partial<SecretPlace>;

export interface SealedSecret {
  readonly wrappedKey: Buffer;
  readonly sealedValue: Buffer;
}

/** Keys of all terms, and the newest term, which new records use. */
export interface TermKeys {
  readonly newest: number;
  get(term: number): KeyObject | undefined;
}

export function sealSecret(terms: TermKeys, place: SecretPlace, plaintext: Buffer): SealedSecret {
  // Generated together, because each call is a system call.
  const drawn = randomBytes(keyLength + 2 * nonceLength);
  const dataKey = drawn.subarray(0, keyLength);
  const keyNonce = drawn.subarray(keyLength, keyLength + nonceLength);
  const valueNonce = drawn.subarray(keyLength + nonceLength);
  const associated = valueBinding(place, terms.newest);
  const { encryptionKey, commitment } = deriveKeys(dataKey, associated);
  const sealed = {
    wrappedKey: wrapDataKey(terms, place, dataKey, keyNonce),
    sealedValue: Buffer.concat([
      header(valueFormat, terms.newest),
      commitment,
      encrypt(encryptionKey, plaintext, associated, valueNonce),
    ]),
  };
  dataKey.fill(0);
  return sealed;
}

/**
 * Keys of records that were already opened, cached for as long as storage returns the same record objects.
 * The value itself is decrypted every time, bound to its location.
 */
export type OpenedKeys = Pick<WeakMap<SealedSecret, KeyObject>, 'get' | 'set'>;

/** @throws IntegrityError if any byte was changed, or the record belongs to another location */
export function openSecret(
  terms: TermKeys,
  place: SecretPlace,
  sealed: SealedSecret,
  opened?: OpenedKeys,
): Buffer {
  const record = sealed.sealedValue;
  const { format, term } = readHeader(record, headerLength + commitmentLength + overhead);
  if (format !== valueFormat) throw new IntegrityError('a stored record');
  const associated = valueBinding(place, term);
  const key = opened?.get(sealed) ?? openKey(terms, place, sealed, associated);
  const ciphertext = record.subarray(headerLength + commitmentLength);
  const plaintext = decrypt(key, ciphertext, associated, 'a stored value');
  opened?.set(sealed, key);
  return plaintext;
}

/** Returns the key of a value after checking that the record commits to it. */
function openKey(terms: TermKeys, place: SecretPlace, sealed: SealedSecret, associated: Buffer): KeyObject {
  const dataKey = unwrapDataKey(terms, place, sealed.wrappedKey);
  const { encryptionKey, commitment } = deriveKeys(dataKey, associated);
  dataKey.fill(0);
  const stored = sealed.sealedValue.subarray(headerLength, headerLength + commitmentLength);
  if (!timingSafeEqual(commitment, stored)) throw new IntegrityError('a stored value');
  return encryptionKey;
}

/** Rewraps the data key under the newest term; the value is unchanged. @throws IntegrityError */
export function rewrapDataKey(terms: TermKeys, place: KeyPlace, wrappedKey: Buffer): Buffer {
  const dataKey = unwrapDataKey(terms, place, wrappedKey);
  const wrapped = wrapDataKey(terms, place, dataKey);
  dataKey.fill(0);
  return wrapped;
}

/** Whether {@link rewrapDataKey} needs the entire location. */
export function needsWholePlace(wrappedKey: Buffer): boolean {
  return wrappedKey[0] === firstKeyFormat;
}

/** The term named by a record from {@link sealSecret}; 0 if it names none. */
export function termOf(record: Buffer): number {
  return record.length < headerLength ? 0 : record.readUInt32BE(1);
}

function wrapDataKey(terms: TermKeys, place: KeyPlace, dataKey: Buffer, nonce?: Buffer): Buffer {
  const { newest } = terms;
  const wrapped = encrypt(keyOfTerm(terms, newest), dataKey, keyBinding(place, keyFormat, newest), nonce);
  return Buffer.concat([header(keyFormat, newest), wrapped]);
}

function unwrapDataKey(terms: TermKeys, place: KeyPlace, record: Buffer): Buffer {
  const { format, term } = readHeader(record, headerLength + overhead + keyLength);
  const binding = keyBinding(place, format, term);
  const dataKey = decrypt(keyOfTerm(terms, term), record.subarray(headerLength), binding, 'a data key');
  if (dataKey.length !== keyLength) throw new IntegrityError('a data key');
  return dataKey;
}

/**
 * Splits one HMAC into the encryption key and the commitment. The commitment fixes the key, because GCM alone
 * lets one ciphertext open under several keys.
 */
function deriveKeys(dataKey: Buffer, associated: Buffer): { encryptionKey: KeyObject; commitment: Buffer } {
  // Uses a key object, because in Node an HMAC takes ten times as long if its key is a buffer.
  const derived = createHmac('sha512', createSecretKey(dataKey))
    .update('agent-secrets/1/value')
    .update(associated)
    .digest();
  const encryptionKey = createSecretKey(derived.subarray(0, keyLength));
  derived.fill(0, 0, keyLength);
  return { encryptionKey, commitment: derived.subarray(keyLength) };
}

function valueBinding(place: SecretPlace, term: number): Buffer {
  const { vaultId, accountId, secretId, name, version, kind } = place;
  return lengthPrefixed([valueFormat, vaultId, accountId, secretId, name, version, kind, term]);
}

function keyBinding(place: KeyPlace, format: number, term: number): Buffer {
  const { vaultId, secretId, version } = place;
  if (format === keyFormat) return lengthPrefixed(['data key', format, vaultId, secretId, version, term]);
  const { accountId, name, kind } = place;
  const isWhole = accountId !== undefined && name !== undefined && kind !== undefined;
  if (format !== firstKeyFormat || !isWhole) throw new IntegrityError('a data key');
  return valueBinding({ vaultId, accountId, secretId, name, version, kind }, term);
}

function header(format: number, term: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(format, 0);
  bytes.writeUInt32BE(term, 1);
  return bytes;
}

function readHeader(record: Buffer, shortest: number): { format: number; term: number } {
  if (record.length < shortest) throw new IntegrityError('a stored record');
  return { format: record.readUInt8(0), term: record.readUInt32BE(1) };
}

function keyOfTerm(terms: TermKeys, term: number): KeyObject {
  const key = terms.get(term);
  if (!key) throw new UnknownTermError();
  return key;
}
