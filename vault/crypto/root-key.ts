import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { createSecretKey, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { decrypt, encrypt } from './aead.ts';
import { lengthPrefixed } from './bytes.ts';

/**
 * What protects the keys in the database. Implementations may ask a key service, so both are async.
 * `label` says what is wrapped; the same label is needed to unwrap.
 */
export interface RootKey {
  wrap(key: Buffer, label: string): Promise<Buffer>;
  /** Rejects with an `IntegrityError` when this is not the root key the bytes were wrapped with. */
  unwrap(wrapped: Buffer, label: string): Promise<Buffer>;
}

const prefix = 'ags-root-1:';

/** Writes a new root key, readable by its owner only; rejects when the file exists. */
export function createRootKeyFile(path: string): void {
  writeNewFile(path, `${prefix}${randomBytes(32).toString('base64')}\n`);
}

/** @throws Error with a sentence for the person when the file is missing, open to others or damaged. */
export function readRootKeyFile(path: string): RootKey {
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Error(`Others can read the root key ${path}. Run: chmod 600 ${path}`);
  }
  const text = readFileSync(path, 'utf8').trim();
  const key = Buffer.from(text.slice(prefix.length), 'base64');
  if (!text.startsWith(prefix) || key.length !== 32) {
    throw new Error(`${path} is not a root key. Restore it from your backup.`);
  }
  const root = createSecretKey(key);
  return {
    wrap: async (plain, label) => encrypt(root, plain, context(label)),
    unwrap: async (wrapped, label) => decrypt(root, wrapped, context(label), 'a wrapped key'),
  };
}

/** Creates a file with mode 0600 that is on the disk when this returns. */
export function writeNewFile(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncDirectory(dirname(path));
}

/** Without it, a power cut could keep the database and lose the file's name, and with it every value. */
function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function context(label: string): Buffer {
  return lengthPrefixed(['agent-secrets/1/root', label]);
}
