import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Role } from '../../contracts/vault-api/identity.ts';
import { base62 } from './bytes.ts';

const secretLength = 43;
const checksumLength = 6;

/**
 * A new token: `ags_<role>_`, 256 random bits and a checksum, which lets scanners recognize tokens and
 * detects typos.
 */
export function newToken(role: Role | 'sandbox'): string {
  const random = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const body = `ags_${role}_${base62(random, secretLength)}`;
  return body + checksum(body);
}

/** Whether a string has the format and checksum of a token; does not check who issued it. */
export function looksLikeToken(text: string): boolean {
  if (!/^ags_(admin|author|reviewer|agent|sandbox)_[0-9A-Za-z]{49}$/.test(text)) return false;
  const split = text.length - checksumLength;
  return checksum(text.slice(0, split)) === text.slice(split);
}

function checksum(body: string): string {
  return base62(crc32(body), checksumLength);
}
