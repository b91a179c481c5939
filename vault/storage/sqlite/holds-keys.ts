import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Whether values may already depend on a root key. An interrupted first start leaves a database without keys,
 * for which the next start must still create the root key.
 */
export function holdsKeys(databasePath: string): boolean {
  if (!existsSync(databasePath)) return false;
  try {
    return hasRow(databasePath);
  } catch (error) {
    // A damaged file may contain keys, so no root key is created for it.
    return !(error instanceof Error && error.message.includes('no such table'));
  }
}

/** Opens the file for writing, so that changes interrupted by a crash are rolled back first. */
function hasRow(databasePath: string): boolean {
  const database = new Database(databasePath, { fileMustExist: true, timeout: 5000 });
  try {
    return database.prepare('select 1 from keys limit 1').get() !== undefined;
  } finally {
    database.close();
  }
}
