import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Returns every form in which a value could be written accidentally. */
export function disguisesOf(value: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const json = JSON.stringify(value).slice(1, -1);
  return new Map([
    ['as it is', bytes],
    ['UTF-16', Buffer.from(value, 'utf16le')],
    ['hex', Buffer.from(hex)],
    ['upper-case hex', Buffer.from(hex.toUpperCase())],
    ['URL-escaped', Buffer.from(encodeURIComponent(value))],
    ['form-escaped', Buffer.from(new URLSearchParams({ v: value }).toString().slice(2))],
    ['JSON-escaped', Buffer.from(json)],
    ['JSON in JSON', Buffer.from(JSON.stringify(json).slice(1, -1))],
    [
      'HTML-escaped',
      Buffer.from(value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')),
    ],
    ...[0, 1, 2].map((shift): [string, Buffer] => [`base64, shifted by ${shift}`, base64Core(bytes, shift)]),
    ...[0, 1, 2].map((shift): [string, Buffer] => [
      `base64url, shifted by ${shift}`,
      urlSafe(base64Core(bytes, shift)),
    ]),
  ]);
}

/** Finds the value in any encoding in the files below a folder, as `file: form`. */
export async function tracesBelow(folder: string, value: string): Promise<string[]> {
  const disguises = disguisesOf(value);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files) {
    const content = await readFile(file).catch(() => Buffer.alloc(0)); // Deleted in the meantime.
    found.push(...howIn(content, disguises).map((how) => `${path.relative(folder, file)}: ${how}`));
  }
  return found;
}

/** Returns the forms in which the value appears in a text. */
export function tracesIn(text: string, value: string): string[] {
  return howIn(Buffer.from(text), disguisesOf(value));
}

function howIn(content: Buffer, disguises: ReadonlyMap<string, Buffer>): string[] {
  return [...disguises].filter(([, needle]) => content.includes(needle)).map(([how]) => how);
}

/** Returns the part of the base64 text that does not depend on the adjacent bytes. */
function base64Core(bytes: Buffer, shift: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  return Buffer.from(text.slice(shift === 0 ? 0 : 4, -2));
}

function urlSafe(base64: Buffer): Buffer {
  return Buffer.from(base64.toString().replaceAll('+', '-').replaceAll('/', '_'));
}
