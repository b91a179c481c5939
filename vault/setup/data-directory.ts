import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RootKey } from '../crypto/index.ts';
import { keyInDirectory, type NextRootKey, nextRootKey } from './directory-root-key.ts';
import { OperatorError } from '../errors/errors.ts';
import { claimDatabase, isLocked, lockFile } from '../storage/sqlite/file-lock.ts';
import { holdsKeys } from '../storage/sqlite/holds-keys.ts';
import { rootKeyOfSetting, writeNewFile } from '../root-keys/index.ts';

/** A data directory locked by this process until it is released. */
export interface DataDirectory {
  readonly databasePath: string;
  /** Where signatures of the audit log are stored, in addition to the database. */
  readonly checkpointPath: string;
  /** Where the position of the audit log stream is stored. */
  readonly streamPath: string;
  /** The socket on which an operator reaches a vault that serves this directory. */
  readonly controlPath: string;
  readonly rootKey: RootKey;
  /**
   * The root key specified by a setting, or one in a new file in the directory, to replace the current one.
   * @throws OperatorError
   */
  nextRootKey(setting: string | undefined): NextRootKey;
  /** Where the root key is stored, unless a setting specifies another location. */
  readonly rootKeyPath: string;
  /** Where the first admin key is stored. */
  readonly adminKeyPath: string;
  keepAdminKey(key: string): void;
  /** Writes another admin's key to a separate file and returns its path. */
  keepFurtherKey(id: string, key: string): string;
  release(): void;
}

/**
 * Creates the directory (mode 0700) if missing, and locks it. Its root key is the file `root.key` in it,
 * unless a setting specifies another one.
 * @throws OperatorError
 */
export function takeDataDirectory(path: string, rootKeySetting?: string): DataDirectory {
  const release = lockDirectory(path);
  try {
    refuseHalfRestored(path);
    const { databasePath, checkpointPath, controlPath, streamPath } = pathsIn(path);
    const create = !holdsKeys(databasePath);
    const adminKeyPath = join(path, 'admin.key');
    const rootKey =
      rootKeySetting === undefined
        ? keyInDirectory(path, create)
        : rootKeyOfSetting(rootKeySetting, { create });
    return {
      rootKeyPath: resolve(path, 'root.key'),
      databasePath,
      checkpointPath,
      controlPath,
      streamPath,
      rootKey,
      nextRootKey: (setting) => nextRootKey(path, rootKey, rootKeySetting, setting),
      adminKeyPath,
      keepAdminKey: (key) => {
        rmSync(adminKeyPath, { force: true });
        writeNewFile(adminKeyPath, `${key}\n`);
      },
      keepFurtherKey: (id, key) => {
        const further = resolve(path, `admin-${id}.key`);
        writeNewFile(further, `${key}\n`);
        return further;
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The paths in a data directory, whether or not they exist yet. */
export function pathsIn(path: string) {
  return {
    databasePath: join(path, 'vault.db'),
    checkpointPath: resolve(path, 'checkpoints.jsonl'),
    controlPath: join(path, 'control.sock'),
    streamPath: resolve(path, 'audit-stream.json'),
    /** Created by a restore; while it exists, the directory does not contain a vault. */
    restoringPath: join(path, 'restoring'),
    /** Locked by the process that uses the directory. */
    lockPath: join(path, 'vault.lock'),
  } as const;
}

/**
 * Creates the directory (mode 0700) if missing, and locks it. Returns a function that releases the lock.
 * @throws OperatorError
 */
export function lockDirectory(path: string): () => void {
  try {
    refuseOthersFolder(path);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`The data directory ${path} cannot be used. Check its owner and permissions.`, {
      cause: error,
    });
  }
  return lock(path);
}

/**
 * Refuses folders such as /tmp, which others could no longer use if their mode were restricted.
 * @throws OperatorError
 */
function refuseOthersFolder(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory() || (status.mode & 0o077) === 0) return;
  const names = readdirSync(path).filter((name) => name !== 'lost+found');
  const isOfVault = ['vault.lock', 'vault.db', 'root.key'].some((name) => names.includes(name));
  if (names.length === 0 || isOfVault) return;
  throw new OperatorError(
    `${path} is accessible to others and contains other files. Use a separate folder for the vault; nothing was changed.`,
  );
}

/** Whether a process has locked the directory. */
export function isTaken(path: string): boolean {
  return isLocked(pathsIn(path).lockPath);
}

/** Starting a new vault there would hide that a restore was in progress. */
function refuseHalfRestored(path: string): void {
  const { restoringPath } = pathsIn(path);
  if (!existsSync(restoringPath)) return;
  throw new OperatorError(
    `A restore into ${path} was interrupted. Run it again, or remove ${restoringPath} to start over.`,
  );
}

function lock(path: string): () => void {
  const { databasePath, lockPath } = pathsIn(path);
  const release = lockFile(lockPath);
  if (release && claimDatabase(databasePath, lockPath)) return release;
  release?.();
  if (release) {
    throw new OperatorError(
      `Another process uses the database ${databasePath}, although nothing holds ${lockPath}: someone deleted the lock file. Stop the other process first.`,
    );
  }
  throw new OperatorError(
    `Another vault uses the data directory ${path}. Stop it, or choose another directory.`,
  );
}
