import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createRootKeyFile, readRootKeyFile, type RootKey, writeNewFile } from './crypto/index.ts';
import { StartError } from './errors.ts';

/** A data directory that belongs to this process until it is released. */
export interface DataDirectory {
  readonly databasePath: string;
  readonly rootKey: RootKey;
  keepAdminKey(key: string): void;
  release(): void;
}

/** Makes the directory (0700) when it is missing, and takes it. @throws StartError */
export function takeDataDirectory(path: string): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw new StartError(`The data directory ${path} cannot be used. Check that it is yours.`, {
      cause: error,
    });
  }
  const release = lock(path);
  try {
    const databasePath = join(path, 'vault.db');
    return {
      databasePath,
      rootKey: findRootKey(join(path, 'root.key'), existsSync(databasePath)),
      keepAdminKey: (key) => {
        const adminKeyPath = join(path, 'admin.key');
        rmSync(adminKeyPath, { force: true });
        writeNewFile(adminKeyPath, `${key}\n`);
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The system frees an SQLite lock when a process dies, however it dies; a file with a number would stay. */
function lock(path: string): () => void {
  const lockPath = join(path, 'vault.lock');
  closeSync(openSync(lockPath, 'a', 0o600));
  const database = new Database(lockPath, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new StartError(
      `Another vault uses the data directory ${path}. Stop it, or choose another directory.`,
      {
        cause: error,
      },
    );
  }
  return () => database.close();
}

function findRootKey(path: string, databaseExists: boolean): RootKey {
  if (!existsSync(path)) {
    if (databaseExists) {
      throw new StartError(
        `${path} is missing, and without it no value can be read. Restore it from your backup.`,
      );
    }
    createRootKeyFile(path);
  }
  try {
    return readRootKeyFile(path);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : `${path} cannot be read.`, {
      cause: error,
    });
  }
}
