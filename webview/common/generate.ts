/** 64 characters: each carries 6 bits, and none needs escaping in a shell, a URL or a JSON file. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const everySort = [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_]/] as const;

/** Characters of a generated value: 192 bits. */
export const generatedLength = 32;

/**
 * A value that cannot be guessed, with all four kinds of characters, because many issuers require them.
 * `randomBytes` must be cryptographic and return as many bytes as requested.
 */
export function generateValue(randomBytes: (count: number) => Uint8Array): string {
  for (;;) {
    // 256 is a multiple of 64, so the remainder has no modulo bias.
    const characters = Array.from(randomBytes(generatedLength), (byte) => alphabet[byte % alphabet.length]);
    const value = characters.join('');
    if (everySort.every((sort) => sort.test(value))) return value;
  }
}
