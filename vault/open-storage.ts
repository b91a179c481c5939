import type { Config } from './config.ts';
import type { DataDirectory } from './data-directory.ts';
import { StartError } from './errors.ts';
import { refuseUnusable } from './migrate/refuse-unusable.ts';
import { openPostgresStorage } from './storage/postgres/index.ts';
import { openSqliteStorage } from './storage/sqlite/index.ts';
import type { MovableStorage } from './storage/stored-rows.ts';
import { type Storage, StorageError } from './storage/storage.ts';

/** The PostgreSQL of the configuration, or the file of the data directory. @throws StartError */
export async function openStorage(
  { databasePath }: Pick<DataDirectory, 'databasePath'>,
  { database, despiteMove }: Pick<Config, 'database'> & Partial<Pick<Config, 'despiteMove'>>,
): Promise<Storage> {
  const storage = await open(databasePath, database);
  try {
    await refuseUnusable(storage, { despiteMove });
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function open(databasePath: string, database: string | undefined): Promise<MovableStorage> {
  try {
    return database === undefined ? openSqliteStorage(databasePath) : await openPostgresStorage(database);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StartError(
      // The address of a database may contain its password.
      database === undefined
        ? `The database ${databasePath} cannot be opened (${error.message}).`
        : `The PostgreSQL database cannot be opened (${error.message}). Check its address and that it runs.`,
      { cause: error },
    );
  }
}
