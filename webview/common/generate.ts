/** 64 characters: each one provides 6 bits, and none needs escaping in a shell, a URL or a JSON file. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const everySort = [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_]/] as const;

/** In characters; 32 characters provide 192 bits. */
export const generatedLength = 32;

/**
 * Generates a value that cannot be guessed. It contains all four kinds of characters, because many issuers
 * require them. `randomBytes` must be cryptographically secure and return the requested number of bytes.
 */
export function generateValue(randomBytes: (count: number) => Uint8Array): string {
  for (;;) {
    // 256 is a multiple of 64, so the remainder is unbiased.
    const characters = Array.from(randomBytes(generatedLength), (byte) => alphabet[byte % alphabet.length]);
    const value = characters.join('');
    if (everySort.every((sort) => sort.test(value))) return value;
  }
}
