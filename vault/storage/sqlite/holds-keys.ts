import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Whether values can depend on a root key already. A first start that was cut off leaves a database
 * without keys: the next one must make its root key all the same.
 */
export function holdsKeys(databasePath: string): boolean {
  if (!existsSync(databasePath)) return false;
  try {
    return hasRow(databasePath);
  } catch (error) {
    // A damaged file may hold keys: nothing is made for it.
    return !(error instanceof Error && error.message.includes('no such table'));
  }
}

/** Opened to be written: what a crash left half done is taken back first. */
function hasRow(databasePath: string): boolean {
  const database = new Database(databasePath, { fileMustExist: true, timeout: 5000 });
  try {
    return database.prepare('select 1 from keys limit 1').get() !== undefined;
  } finally {
    database.close();
  }
}
