/** The kinds of characters that a generated value can have. */
export const characters = {
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  digits: '0123456789',
  /** Needs no escaping in a shell, a URL or a JSON file. */
  separators: '-_',
  symbols: '!#$%&*+=?@^~',
} as const;

export type CharacterClass = keyof typeof characters;

export interface GenerateOptions {
  readonly length: number;
  /** Never empty. */
  readonly classes: readonly CharacterClass[];
}

/** In characters. */
export const generatedLengths = { least: 8, most: 256 } as const;

/** 32 characters provide 192 bits. */
export const usualOptions: GenerateOptions = {
  length: 32,
  classes: ['upper', 'lower', 'digits', 'separators'],
};

/**
 * Generates a value that cannot be guessed. It contains all requested kinds of characters, because many issuers
 * require them. `randomBytes` must be cryptographically secure and return the requested number of bytes.
 */
export function generateValue(
  { length, classes }: GenerateOptions,
  randomBytes: (count: number) => Uint8Array,
): string {
  const alphabet = classes.map((one) => characters[one]).join('');
  for (;;) {
    const value = randomText(alphabet, length, randomBytes);
    if (classes.every((one) => Array.from(characters[one]).some((character) => value.includes(character))))
      return value;
  }
}

/** Bytes beyond the largest multiple of the alphabet's size are dropped, because they would favor its start. */
function randomText(alphabet: string, length: number, randomBytes: (count: number) => Uint8Array): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < limit) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
