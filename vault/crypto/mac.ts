import { hash, timingSafeEqual } from 'node:crypto';

/** Values in a fixed order, from the record that the MAC covers. */
export type MacContent = readonly (Buffer | string | number | null | readonly string[])[];

/**
 * The formats of a stored MAC:
 *
 *     first format:  HMAC-SHA-256 32, over JSON, under the first seed
 *     second format: format 1 | generation of the seed 2 | HMAC-SHA-256 32, over {@link flatText}
 *
 * Rows of the first format stay valid; new MACs always have the second.
 */
const format = 2;
const headerLength = 3;
const hashLength = 32;
const blockLength = 64;
/** Longer strings, such as long access lists, get a separate buffer. */
const usualLength = 8192;

/** The generation of the seed named by a stored MAC; `undefined` if the bytes are not a MAC. */
export function generationOf(mac: Buffer): number | undefined {
  if (mac.length === hashLength) return 0;
  return mac.length === headerLength + hashLength && mac[0] === format ? mac.readUInt16BE(1) : undefined;
}

/**
 * HMAC-SHA-256 implemented as defined, with two hashes. Takes half the time of `createHmac`, which creates an
 * object for every MAC.
 */
export class Hmac {
  /** Buffers that start with the padded keys, followed by the string to hash. */
  readonly #inner = Buffer.alloc(blockLength + usualLength, 0x36);
  readonly #outer = Buffer.alloc(blockLength + hashLength, 0x5c);

  /** `key` has at most 64 bytes. */
  constructor(key: Buffer) {
    for (const [index, byte] of key.entries()) {
      this.#inner.writeUInt8(byte ^ 0x36, index);
      this.#outer.writeUInt8(byte ^ 0x5c, index);
    }
  }

  /** `text` has one character per byte. Keeps nothing of it. */
  of(text: string): string {
    if (text.length * 3 > usualLength) {
      return this.#ofPadded(Buffer.concat([this.#inner.subarray(0, blockLength), Buffer.from(text)]));
    }
    const end = blockLength + this.#inner.write(text, blockLength);
    const made = this.#ofPadded(this.#inner.subarray(0, end));
    this.#inner.fill(0, blockLength, end);
    return made;
  }

  #ofPadded(padded: Buffer): string {
    this.#outer.write(hash('sha256', padded, 'binary'), blockLength, 'latin1');
    return hash('sha256', this.#outer, 'binary');
  }
}

/** Makes and verifies MACs for one purpose under one seed. */
export class MacKey {
  readonly #generation: number;
  readonly #purpose: string;
  readonly #vaultId: string;
  readonly #hmac: Hmac;
  readonly #expected = Buffer.alloc(hashLength);

  constructor(key: Buffer, generation: number, purpose: string, vaultId: string) {
    this.#hmac = new Hmac(key);
    this.#generation = generation;
    this.#purpose = purpose;
    this.#vaultId = vaultId;
  }

  mac(content: MacContent): Buffer {
    const made = Buffer.allocUnsafe(headerLength + hashLength);
    made.writeUInt8(format, 0);
    made.writeUInt16BE(this.#generation, 1);
    made.write(this.#hash(content), headerLength, 'latin1');
    return made;
  }

  /** Compares in constant time; the caller must have checked the generation. */
  isMac(content: MacContent, stored: Buffer): boolean {
    if (stored.length === hashLength) return timingSafeEqual(this.firstMac(content), stored);
    this.#expected.write(this.#hash(content), 'latin1');
    return timingSafeEqual(this.#expected, stored.subarray(headerLength));
  }

  /** The MAC in the first format. */
  firstMac(content: MacContent): Buffer {
    const values = content.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
    return Buffer.from(this.#hmac.of(JSON.stringify([this.#purpose, this.#vaultId, ...values])), 'latin1');
  }

  #hash(content: MacContent): string {
    return this.#hmac.of(flatText([this.#purpose, this.#vaultId, ...content]));
  }
}

/** Encodes a list of values unambiguously: the types and lengths of all values, then their contents. */
export function flatText(content: MacContent): string {
  let kinds = '2:';
  let texts = '';
  for (const value of content) {
    if (value === null) kinds += '_';
    else if (typeof value === 'number') kinds += `${String(value)}n`;
    else if (typeof value === 'string') {
      kinds += `${String(value.length)}s`;
      texts += value;
    } else if (Buffer.isBuffer(value)) {
      kinds += `${String(value.length)}b`;
      texts += value.toString('latin1');
    } else {
      kinds += `${String(value.length)}l`;
      for (const text of value) {
        kinds += `${String(text.length)}s`;
        texts += text;
      }
    }
  }
  return `${kinds}|${texts}`;
}
