/** `TextDecoder`, which every host provides. */
type DecoderClass = new (
  encoding: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/**
 * Decodes a file as UTF-16 or UTF-8. The fallback is the legacy Western European encoding, in which every
 * byte is a valid character.
 */
export function decodeSource(bytes: Uint8Array, Decoder: DecoderClass): string {
  const wide = utf16Of(bytes);
  if (wide !== undefined) return new Decoder(wide, { fatal: false }).decode(bytes);
  try {
    return new Decoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new Decoder('windows-1252', { fatal: false }).decode(bytes);
  }
}

/**
 * Detects UTF-16 by its byte-order mark, or by a zero byte in the first character. Undefined if each ASCII
 * character takes one byte.
 */
export function utf16Of([first, second]: Uint8Array): 'utf-16be' | 'utf-16le' | undefined {
  if (first === undefined || second === undefined) return undefined;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : undefined;
}
