import { randomBytes } from 'node:crypto';

const prefix = 'ags-root-1:';

/** A new root key as written to a file or keyring, with a prefix that scanners recognize. */
export function newKeyText(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/** The 32 bytes; `undefined` if the text is not a root key. */
export function parseKeyText(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim().slice(prefix.length), 'base64');
  return text.startsWith(prefix) && key.length === 32 ? key : undefined;
}
