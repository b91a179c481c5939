import { isWordCode } from '../../analysis/text-checks.ts';

/** In bits. The filter of a file with 13,000 letters takes half a kilobyte, and has few false positives. */
const smallest = 256;
const largest = 1 << 19;
const lettersPerBit = 4;

const isWordByte: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(isWordCode(code)),
);

/**
 * A Bloom filter of the words (runs of ASCII letters, digits and `_`) in a text with one byte per ASCII
 * letter.
 */
export function wordFilter(bytes: Uint8Array): Uint8Array {
  const filter = new Uint8Array(sizeFor(bytes.length) / 8);
  const shift = shiftOf(filter);
  const { length } = bytes;
  for (let at = 0; at < length; at++) {
    let code = bytes[at] ?? 0;
    if (isWordByte[code] !== 1) continue;
    let hash = seed;
    do {
      hash = (Math.imul(hash, factor) + code) | 0;
      code = bytes[++at] ?? 0;
    } while (isWordByte[code] === 1);
    add(filter, firstBit(hash, shift));
    add(filter, secondBit(hash, shift));
  }
  return filter;
}

/**
 * Returns a test of filters. False means that the text does not mention `name`. A name with other letters
 * consists of several words.
 */
export function createMentionTest(name: string): (filter: Uint8Array) => boolean {
  const hashes = (name.match(/\w+/g) ?? []).map((word) => hashOf(word));
  return (filter) => {
    const shift = shiftOf(filter);
    return hashes.every((hash) => has(filter, firstBit(hash, shift)) && has(filter, secondBit(hash, shift)));
  };
}

const seed = 1;
const factor = 31;

function hashOf(word: string): number {
  let hash = seed;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, factor) + word.charCodeAt(at)) | 0;
  return hash;
}

function sizeFor(letters: number): number {
  let bits = smallest;
  while (bits < largest && bits * lettersPerBit < letters) bits *= 2;
  return bits;
}

/** A hash becomes the number of a bit by keeping its first bits. */
function shiftOf(filter: Uint8Array): number {
  return Math.clz32(filter.length * 8 - 1);
}

function add(filter: Uint8Array, bit: number): void {
  filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function firstBit(hash: number, shift: number): number {
  return Math.imul(hash ^ (hash >>> 16), 0x9e_37_79_b1) >>> shift;
}

function secondBit(hash: number, shift: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x85_eb_ca_6b) >>> shift;
}

function has(filter: Uint8Array, bit: number): boolean {
  return ((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}
