import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type RootKey, rootKeyOf, RootKeyUnavailable } from '../crypto/root-key.ts';
import { writeNewFile } from './new-file.ts';
import { randomBytes } from 'node:crypto';

/**
 * A root key in a file that only its owner can read. The file is read for every use, so that it is found once
 * it is restored. `create` allows creating a missing file: only for a vault without keys.
 */
export function keyFile(path: string, { create }: { readonly create: boolean }): RootKey {
  return {
    async wrap(key, label) {
      if (create) makeOnce(path);
      return read(path).wrap(key, label);
    },
    unwrap: async (wrapped, label) => read(path).unwrap(wrapped, label),
  };
}

/** Another process of the same vault may be faster; then its key is used. */
function makeOnce(path: string): void {
  if (exists(path)) return;
  try {
    writeNewFile(path, `${newKeyText()}\n`);
  } catch (error) {
    if (!exists(path)) throw error;
  }
}

/** @throws RootKeyUnavailable with a sentence if the file is missing, accessible to others or damaged */
function read(path: string): RootKey {
  const status = statusOf(path);
  if ((status.mode & rightsOfOthers(path)) !== 0) {
    throw new RootKeyUnavailable('refused', `Others can read the root key ${path}. Run: chmod 600 ${path}`);
  }
  const key = parseKeyText(textOf(path));
  if (key) return rootKeyOf(key);
  throw new RootKeyUnavailable('missing', `${path} is not a root key. Restore it from your backup.`);
}

/**
 * systemd gives a service access to its credentials through an ACL, which `stat` reports as read permission
 * for the group. The folder is closed to everyone else.
 */
function rightsOfOthers(path: string): number {
  const credentials = process.env['CREDENTIALS_DIRECTORY'];
  return credentials && dirname(path) === resolve(credentials) ? 0o037 : 0o077;
}

function statusOf(path: string) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status) return status;
  throw new RootKeyUnavailable(
    'missing',
    `${path} is missing, and without it no value can be read. Restore it from your backup, or set its place with --root-key.`,
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RootKeyUnavailable('refused', `The root key ${path} cannot be read. Check its owner.`, {
      cause: error,
    });
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

const prefix = 'ags-root-1:';

/** A new root key in the form for a file or keyring, with a prefix that scanners recognize. */
export function newKeyText(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/** The 32 bytes; `undefined` if the string is not a root key. */
export function parseKeyText(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim().slice(prefix.length), 'base64');
  return text.startsWith(prefix) && key.length === 32 ? key : undefined;
}
