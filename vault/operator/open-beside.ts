import { existsSync } from 'node:fs';
import type { RootKey } from '../crypto/index.ts';
import { pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { fingerprint, openKeys, wrappedKeys } from '../domain/context/read-keys.ts';
import { VaultSeal } from '../domain/context/seal.ts';
import { createVault, type Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { clockAndIds } from '../setup/open-storage.ts';
import { openPostgresStorage } from '../storage/postgres/index.ts';
import { openSqliteReadOnly } from '../storage/sqlite/read-only.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';

/** Opens the storage of a vault that may be running, for reading. @throws OperatorError */
export async function openStorageBeside({ dataDir, database }: OperatorTarget): Promise<MovableStorage> {
  const { databasePath } = pathsIn(dataDir);
  if (database !== undefined) {
    return explained('The PostgreSQL database', () => openPostgresStorage(database, { migrating: false }));
  }
  requireVault(dataDir);
  return openCopy(databasePath);
}

/** Opens a database file for reading. @throws OperatorError */
export async function openCopy(path: string): Promise<MovableStorage> {
  return explained(`The database ${path}`, async () => openSqliteReadOnly(path));
}

/** @throws OperatorError if the folder contains no vault */
export function requireVault(dataDir: string): void {
  if (existsSync(pathsIn(dataDir).databasePath)) return;
  throw new OperatorError(
    `There is no vault in ${dataDir}. Create one with: agent-secrets vault init --data ${dataDir}`,
  );
}

/**
 * Opens a vault with its keys, even if it is also running elsewhere.
 * @throws RootKeyUnavailable, WrongRootKey
 */
export async function unlock(storage: Storage, rootKey: RootKey): Promise<Vault> {
  const seal = new VaultSeal(rootKey);
  const wrapped = await wrappedKeys(storage);
  seal.unseal(await openKeys(wrapped, rootKey), fingerprint(wrapped));
  return createVault({ storage, seal, ...clockAndIds });
}

/** Runs `work` with the keys of a vault that may be running, then closes everything it opened. */
export async function besideVault<T>(target: OperatorTarget, work: (vault: Vault) => Promise<T>): Promise<T> {
  const storage = await openStorageBeside(target);
  try {
    return await work(await unlock(storage, rootKeyBeside(target.dataDir, target.rootKey)));
  } finally {
    await storage.close();
  }
}

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new OperatorError(`${what} cannot be read: ${error.message}.`, { cause: error });
  }
}

/** The vault that an operator means, specified as for `vault serve`. */
export interface OperatorTarget {
  readonly dataDir: string;
  /** The address of a PostgreSQL database; if absent, the database is a file in `dataDir`. */
  readonly database?: string;
  /** The root key setting; if absent, the root key is a file in `dataDir`. */
  readonly rootKey?: string;
  /** Where checkpoints are stored; if absent, in a file in `dataDir`. */
  readonly checkpoints?: string;
}

/** Receives the progress of long-running work; `of` is absent while the total is unknown. */
export type OnProgress = (phase: string, done: number, of?: number) => void;
