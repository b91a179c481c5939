import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { identityOf } from './file-identity.ts';

/** Time for programs that only read the database to finish. */
const patienceMilliseconds = 3000;

/**
 * Whether no other process uses the database, for a caller that holds the lock file. The database records the
 * lock file of its last process. If that is a different file, because it was deleted, the process may still
 * be running: then SQLite's own locks, which are on the database itself, decide.
 */
export function claimDatabase(databasePath: string, lockPath: string): boolean {
  const lock = identityOf(lockPath) ?? '';
  return !existsSync(databasePath) || isKnown(databasePath, lock) || noteAlone(databasePath, lock);
}

function isKnown(path: string, lock: string): boolean {
  const known = `select 1 from meta where key = 'lock' and value = ?`;
  const found = use(path, (database) => database.prepare(known).get(lock));
  return found !== undefined && found !== 'busy';
}

/** False if any other process has the database open. */
function noteAlone(path: string, lock: string): boolean {
  const noted = use(path, (database) => {
    // Locks the whole file until the connection is closed.
    database.pragma('locking_mode = EXCLUSIVE');
    database.prepare(`insert or replace into meta (key, value) values ('lock', ?)`).run(lock);
  });
  return noted !== 'busy';
}

/** Also `undefined` for a database that cannot be used: opening it reports why. */
function use<T>(path: string, work: (database: Database.Database) => T): T | 'busy' | undefined {
  const database = new Database(path, { timeout: patienceMilliseconds });
  try {
    return work(database);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return error.code.startsWith('SQLITE_BUSY') ? 'busy' : undefined;
  } finally {
    database.close();
  }
}
