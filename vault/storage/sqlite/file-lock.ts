import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { identityOf } from './file-identity.ts';

/** A process that only checks whether the lock is taken holds it for a moment. */
const glanceMilliseconds = 300;

/**
 * Locks a file, created if missing, for this process alone. Returns a function that releases it; `undefined`
 * if another process holds the lock. The operating system releases an SQLite lock however a process dies,
 * whereas a file with a process id would remain.
 */
export function lockFile(path: string): (() => void) | undefined {
  closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path, { timeout: glanceMilliseconds });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return undefined;
  }
  return () => database.close();
}

/** Whether a process has locked the file. */
export function isLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN; SELECT count(*) FROM sqlite_schema; COMMIT');
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** How long to wait for programs that only read the database to finish. */
const patienceMilliseconds = 3000;

/**
 * Whether no other process uses the database, for a caller that holds the lock file. The database records
 * which lock file its last process used. If that is a different file, because the original was deleted, the
 * process may still be running. SQLite's own locks, which are on the database itself, then decide.
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
    // Locks the entire file until the connection is closed.
    database.pragma('locking_mode = EXCLUSIVE');
    database.prepare(`insert or replace into meta (key, value) values ('lock', ?)`).run(lock);
  });
  return noted !== 'busy';
}

/** Also `undefined` for a database that cannot be used: opening it reports the reason. */
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
