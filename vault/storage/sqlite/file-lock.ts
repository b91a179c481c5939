import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A process that only checks whether the lock is taken holds it for a moment. */
const glanceMilliseconds = 300;

/**
 * Locks a file, created if missing, for this process alone. Returns a function that releases it; `undefined`
 * if another process has it. The system releases an SQLite lock however a process dies, whereas a file with a
 * process id would remain.
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
