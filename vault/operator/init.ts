import { existsSync, rmSync } from 'node:fs';
import { checkpointsOf } from '../setup/checkpoint-sink.ts';
import { type DataDirectory, takeDataDirectory } from '../setup/data-directory.ts';
import { openVault } from '../domain/open-vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { holdsKeys } from '../storage/sqlite/holds-keys.ts';
import { openOptions, openStorage, refuseUnusable } from '../setup/open-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';
import { openStorageBeside, type OperatorTarget } from './open-beside.ts';

export interface InitOptions extends OperatorTarget {
  readonly accountName: string;
  readonly accountId?: string;
}

export interface MadeVault {
  readonly accountId: string;
  /** The file (mode 0600) with the key of the first admin. */
  readonly adminKeyPath: string;
  /** When that key expires. */
  readonly adminKeyExpiresAt: string;
  /** The file with the root key, unless a setting specifies another location. */
  readonly rootKeyPath?: string;
}

/**
 * Creates a vault: database, keys, account, and the key of its admin.
 * @throws OperatorError if a vault already exists
 */
export async function initVault(options: InitOptions): Promise<MadeVault> {
  const directory = takeDataDirectory(options.dataDir, options.rootKey);
  const wasThere = existsSync(directory.databasePath);
  try {
    const made = await makeVault(directory, options);
    const { adminKeyPath, rootKeyPath } = directory;
    return { ...made, adminKeyPath, ...(options.rootKey === undefined && { rootKeyPath }) };
  } catch (error) {
    if (!wasThere) removeDatabase(directory);
    throw error;
  } finally {
    directory.release();
  }
}

async function makeVault(
  directory: DataDirectory,
  options: InitOptions,
): Promise<Pick<MadeVault, 'accountId' | 'adminKeyExpiresAt'>> {
  await refuseVaultThere(directory, options);
  const storage = await openStorage(directory, options);
  try {
    await refuseSecond(storage, options);
    const [sink] = checkpointsOf(options.checkpoints, directory.checkpointPath);
    const { seal } = await openVault(openOptions(storage, directory, options, sink));
    if (seal.sentence !== undefined) throw new OperatorError(`No vault was created. ${seal.sentence}`);
    const accountId = (await storage.look((view) => view.firstAccount()))?.id ?? '';
    const first = { after: undefined, limit: 1 };
    const [key] = await storage.look((view) => view.listTokens(accountId, first));
    return { accountId, adminKeyExpiresAt: key?.expiresAt ?? '' };
  } finally {
    await storage.close();
  }
}

/** Checks before anything is opened for writing, because that would migrate an older vault. */
async function refuseVaultThere({ databasePath }: DataDirectory, options: InitOptions): Promise<void> {
  // A database without keys is left over from an interrupted first start.
  if (options.database === undefined && !holdsKeys(databasePath)) return;
  const storage = await openToLook(options);
  if (!storage) return;
  try {
    await refuseUnusable(storage, {});
    await refuseSecond(storage, options, '; nothing was changed');
  } finally {
    await storage.close();
  }
}

/**
 * `undefined` for a PostgreSQL database that is empty or has an older schema, which look the same from
 * outside.
 */
async function openToLook(options: InitOptions): Promise<MovableStorage | undefined> {
  try {
    return await openStorageBeside(options);
  } catch (error) {
    if (options.database !== undefined && error instanceof OperatorError) return undefined;
    throw error;
  }
}

async function refuseSecond(
  storage: Storage,
  { dataDir, database }: InitOptions,
  unchanged = '',
): Promise<void> {
  const { accounts } = await storage.look((view) => view.figures());
  if (accounts === 0) return;
  const place = database === undefined ? dataDir : 'this database';
  throw new OperatorError(
    `${place} already contains a vault${unchanged}. Start it with: agent-secrets vault serve --data ${dataDir}`,
  );
}

/** Removes a database without keys, so that it does not look like a vault that lost its root key. */
function removeDatabase({ databasePath }: DataDirectory): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${databasePath}${end}`, { force: true });
}
