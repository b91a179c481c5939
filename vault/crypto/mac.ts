import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';

/** Values in a fixed order, as what they cover has them. */
export type MacContent = readonly (Buffer | string | number | null | readonly string[])[];

/**
 * A stored MAC says how it was made:
 *
 *     first format:  HMAC-SHA-256 32, over JSON, under the first seed
 *     second format: format 1 | generation of the seed 2 | HMAC-SHA-256 32, over the text of {@link flatText}
 *
 * Rows of the first format stay valid; whatever is written has the second.
 */
const format = 2;
const headerLength = 3;
const hashLength = 32;
const blockLength = 64;
/** Texts that are longer, such as long access lists, get memory of their own. */
const usualLength = 8192;

/** The generation of the seed that a stored MAC names; `undefined` when it is no MAC. */
export function generationOf(mac: Buffer): number | undefined {
  if (mac.length === hashLength) return 0;
  return mac.length === headerLength + hashLength && mac[0] === format ? mac.readUInt16BE(1) : undefined;
}

/** Makes and verifies MACs of one purpose under one seed. */
export class MacKey {
  readonly #generation: number;
  readonly #purpose: string;
  readonly #vaultId: string;
  readonly #key: Buffer;
  /** The padded keys of HMAC; what is hashed follows them. */
  readonly #inner = Buffer.alloc(blockLength + usualLength, 0x36);
  readonly #outer = Buffer.alloc(blockLength + hashLength, 0x5c);
  readonly #expected = Buffer.alloc(hashLength);

  constructor(key: Buffer, generation: number, purpose: string, vaultId: string) {
    this.#key = key;
    this.#generation = generation;
    this.#purpose = purpose;
    this.#vaultId = vaultId;
    for (const [index, byte] of key.entries()) {
      this.#inner.writeUInt8(byte ^ 0x36, index);
      this.#outer.writeUInt8(byte ^ 0x5c, index);
    }
  }

  mac(content: MacContent): Buffer {
    const made = Buffer.allocUnsafe(headerLength + hashLength);
    made.writeUInt8(format, 0);
    made.writeUInt16BE(this.#generation, 1);
    made.write(this.#hash(content), headerLength, 'latin1');
    return made;
  }

  /** In constant time; the generation must have been looked at. */
  isMac(content: MacContent, stored: Buffer): boolean {
    if (stored.length === hashLength) return timingSafeEqual(this.firstMac(content), stored);
    this.#expected.write(this.#hash(content), 'latin1');
    return timingSafeEqual(this.#expected, stored.subarray(headerLength));
  }

  /** In the first format. */
  firstMac(content: MacContent): Buffer {
    const values = content.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
    const text = JSON.stringify([this.#purpose, this.#vaultId, ...values]);
    return createHmac('sha256', createSecretKey(this.#key)).update(text).digest();
  }

  /**
   * HMAC-SHA-256 by its definition: three quarters of the time of `createHmac`, which makes an object for
   * every MAC. One character per byte.
   */
  #hash(content: MacContent): string {
    const text = flatText([this.#purpose, this.#vaultId, ...content]);
    this.#outer.write(hash('sha256', this.#padded(text), 'binary'), blockLength, 'latin1');
    return hash('sha256', this.#outer, 'binary');
  }

  #padded(text: string): Buffer {
    if (text.length * 3 > usualLength) {
      return Buffer.concat([this.#inner.subarray(0, blockLength), Buffer.from(text)]);
    }
    return this.#inner.subarray(0, blockLength + this.#inner.write(text, blockLength));
  }
}

/**
 * One text for a list of values, another one for every other list: the kinds and lengths of all values,
 * then what they hold.
 */
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
