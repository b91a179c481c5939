import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a file with mode 0600 that is on the disk when this returns. Whoever looks finds all of it or
 * nothing, also after a crash. @throws when it exists
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

/** Without it, a power cut could keep the database and lose the file's name, and with it every value. */
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
