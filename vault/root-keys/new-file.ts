import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a file with mode 0600, which is on disk when this returns. Readers see either the complete file or
 * none, even after a crash.
 * @throws if the file exists
 */
export function writeNewFile(path: string, text: string): void {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeAndSync(unfinished, text);
    linkSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  syncDirectory(dirname(path));
}

/**
 * Without this, a power failure could lose the file's directory entry but keep the database, and every value
 * would be lost.
 */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function writeAndSync(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
