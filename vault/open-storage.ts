import type { Config } from './config.ts';
import type { DataDirectory } from './data-directory.ts';
import { StartError } from './errors.ts';
import { openPostgresStorage } from './storage/postgres/index.ts';
import { openSqliteStorage } from './storage/sqlite/index.ts';
import { type Storage, StorageError } from './storage/storage.ts';

/** The PostgreSQL of the configuration, or the file of the data directory. @throws StartError */
export async function openStorage({ databasePath }: DataDirectory, { database }: Config): Promise<Storage> {
  try {
    return database === undefined ? openSqliteStorage(databasePath) : await openPostgresStorage(database);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StartError(
      // The address of a database may hold its password.
      database === undefined
        ? `The database ${databasePath} cannot be opened (${error.message}).`
        : `The PostgreSQL database cannot be opened (${error.message}). Check its address and that it runs.`,
      { cause: error },
    );
  }
}
