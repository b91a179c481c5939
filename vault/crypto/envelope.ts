import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, overhead } from './aead.ts';
import { lengthPrefixed } from './bytes.ts';
import { IntegrityError } from './integrity-error.ts';

/**
 * Format 1. A value is encrypted under a data key of its own, the data key under the key of a term:
 *
 *     wrapped key:  format 1 | term 4 | nonce 12 | data key 32 | tag 16
 *     sealed value: format 1 | term 4 | commitment 32 | nonce 12 | ciphertext | tag 16
 *
 * Each record names the term of its own making, so a new term wraps data keys anew and leaves values alone.
 */
const format = 1;
const headerLength = 5;
const commitmentLength = 32;
const keyLength = 32;

/** Everything a value is bound to; a record moved to another place does not open there. */
export interface SecretPlace {
  readonly vaultId: string;
  readonly accountId: string;
  readonly secretId: string;
  readonly name: string;
  readonly kind: string;
  readonly version: number;
}

export interface SealedSecret {
  readonly wrappedKey: Buffer;
  readonly sealedValue: Buffer;
}

/** Keys of all terms, and the newest, which new records use. */
export interface TermKeys {
  readonly newest: number;
  get(term: number): KeyObject | undefined;
}

export function sealSecret(terms: TermKeys, place: SecretPlace, plaintext: Buffer): SealedSecret {
  const termKey = keyOfTerm(terms, terms.newest);
  const dataKey = randomBytes(keyLength);
  const associated = associatedData(place, terms.newest);
  const { encryptionKey, commitment } = deriveKeys(dataKey, associated);
  const head = header(terms.newest);
  const sealed = {
    wrappedKey: Buffer.concat([head, encrypt(termKey, dataKey, associated)]),
    sealedValue: Buffer.concat([head, commitment, encrypt(encryptionKey, plaintext, associated)]),
  };
  dataKey.fill(0);
  return sealed;
}

/** @throws IntegrityError when a byte was changed, or the record belongs to another place. */
export function openSecret(terms: TermKeys, place: SecretPlace, sealed: SealedSecret): Buffer {
  const dataKey = unwrapDataKey(terms, place, sealed.wrappedKey);
  const record = sealed.sealedValue;
  const associated = associatedData(place, readTerm(record, headerLength + commitmentLength + overhead));
  const { encryptionKey, commitment } = deriveKeys(dataKey, associated);
  const stored = record.subarray(headerLength, headerLength + commitmentLength);
  if (!timingSafeEqual(commitment, stored)) throw new IntegrityError('a stored value');
  const ciphertext = record.subarray(headerLength + commitmentLength);
  const plaintext = decrypt(encryptionKey, ciphertext, associated, 'a stored value');
  dataKey.fill(0);
  return plaintext;
}

function unwrapDataKey(terms: TermKeys, place: SecretPlace, record: Buffer): Buffer {
  const term = readTerm(record, headerLength + overhead + keyLength);
  const wrapped = record.subarray(headerLength);
  const dataKey = decrypt(keyOfTerm(terms, term), wrapped, associatedData(place, term), 'a data key');
  if (dataKey.length !== keyLength) throw new IntegrityError('a data key');
  return dataKey;
}

/**
 * Halves of one HMAC: the key that encrypts, and the commitment, which fixes the key because GCM
 * alone lets one ciphertext open under several.
 */
function deriveKeys(dataKey: Buffer, associated: Buffer): { encryptionKey: KeyObject; commitment: Buffer } {
  // A key object, because Node spends ten times the work of a HMAC on a key that is a buffer.
  const derived = createHmac('sha512', createSecretKey(dataKey))
    .update('agent-secrets/1/value')
    .update(associated)
    .digest();
  const encryptionKey = createSecretKey(derived.subarray(0, keyLength));
  derived.fill(0, 0, keyLength);
  return { encryptionKey, commitment: derived.subarray(keyLength) };
}

function associatedData(place: SecretPlace, term: number): Buffer {
  const { vaultId, accountId, secretId, name, version, kind } = place;
  return lengthPrefixed([format, vaultId, accountId, secretId, name, version, kind, term]);
}

function header(term: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(format, 0);
  bytes.writeUInt32BE(term, 1);
  return bytes;
}

function readTerm(record: Buffer, shortest: number): number {
  if (record.length < shortest || record[0] !== format) throw new IntegrityError('a stored record');
  return record.readUInt32BE(1);
}

function keyOfTerm(terms: TermKeys, term: number): KeyObject {
  const key = terms.get(term);
  if (!key) throw new IntegrityError('the term of a stored record');
  return key;
}
