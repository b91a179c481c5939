import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { RootKey } from './crypto/index.ts';
import { StartError } from './errors.ts';
import { rootKeyOfSetting, syncDirectory, withSuccessor, writeNewFile } from './root-keys/index.ts';

/** A data directory that belongs to this process until it is released. */
export interface DataDirectory {
  readonly databasePath: string;
  /** Where signatures over the audit log are kept besides the database. */
  readonly checkpointPath: string;
  readonly rootKey: RootKey;
  keepAdminKey(key: string): void;
  release(): void;
}

/**
 * Makes the directory (0700) when it is missing, and takes it. Its root key is the file `root.key`
 * in it, unless a setting names another one. @throws StartError
 */
export function takeDataDirectory(path: string, rootKeySetting?: string): DataDirectory {
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
    const create = !existsSync(databasePath);
    return {
      databasePath,
      checkpointPath: resolve(path, 'checkpoints.jsonl'),
      rootKey:
        rootKeySetting === undefined
          ? keyInDirectory(path, create)
          : rootKeyOfSetting(rootKeySetting, { create }),
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

/** The root key file of a directory; a new one beside it counts once the vault's keys are under it. */
function keyInDirectory(path: string, create: boolean): RootKey {
  const current = rootKeyOfSetting(`file:${resolve(path, 'root.key')}`, { create });
  const { rootKey: next, adopt } = newRootKeyIn(path, { create: false });
  return withSuccessor(current, next, () => {
    adopt();
    return current;
  });
}

/**
 * A root key to replace the one of the directory with. `adopt` puts it in the other's place: to be
 * called when the keys of the vault are under it.
 */
export function newRootKeyIn(
  path: string,
  { create }: { readonly create: boolean } = { create: true },
): { readonly rootKey: RootKey; readonly adopt: () => void } {
  const newPath = resolve(path, 'root.key.new');
  return {
    rootKey: rootKeyOfSetting(`file:${newPath}`, { create }),
    adopt: () => {
      renameSync(newPath, resolve(path, 'root.key'));
      syncDirectory(path);
    },
  };
}
