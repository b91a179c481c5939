import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { IntegrityError } from './integrity-error.ts';

const algorithm = 'aes-256-gcm';
export const nonceLength = 12;
const tagLength = 16;

/** How many bytes {@link encrypt} adds to the plaintext. */
export const overhead = nonceLength + tagLength;

/**
 * Encrypts with AES-256-GCM under a fresh random nonce: nonce | ciphertext | tag. A caller that passes a
 * nonce must have just generated it.
 */
export function encrypt(
  key: KeyObject,
  plaintext: Buffer,
  associated: Buffer,
  nonce: Buffer = randomBytes(nonceLength),
): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associated);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

/**
 * Without `authTagLength`, Node would accept a tag truncated to 4 bytes, which can be forged.
 * @throws IntegrityError if anything differs from what {@link encrypt} was given
 */
export function decrypt(key: KeyObject, sealed: Buffer, associated: Buffer, what: string): Buffer {
  if (sealed.length < overhead) throw new IntegrityError(what);
  const nonce = sealed.subarray(0, nonceLength);
  const ciphertext = sealed.subarray(nonceLength, sealed.length - tagLength);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    const plaintext = decipher.update(ciphertext);
    decipher.final();
    return plaintext;
  } catch {
    throw new IntegrityError(what);
  }
}
