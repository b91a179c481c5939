/**
 * Encodes strings so that different lists always give different bytes: each part is preceded by its length.
 */
export function lengthPrefixed(parts: readonly (string | number)[]): Buffer {
  const texts = parts.map(String);
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const joined = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, 0));
  let offset = 0;
  texts.forEach((text, index) => {
    offset = joined.writeUInt32BE(sizes[index] ?? 0, offset);
    offset += joined.write(text, offset);
  });
  return joined;
}

const base62Digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A number in base 62, left-padded with zeros to `length`. */
export function base62(value: bigint | number, length: number): string {
  const digits = typeof value === 'bigint' ? digitsOfBigInt(value) : digitsOf(value);
  return digits.padStart(length, '0');
}

function digitsOfBigInt(value: bigint): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = base62Digits.charAt(Number(rest % 62n)) + text;
  return text;
}

/** Every request computes a checksum, so small numbers take a faster path. */
function digitsOf(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = base62Digits.charAt(rest % 62) + text;
  return text;
}
