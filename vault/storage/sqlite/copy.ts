import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { failureOf } from './failure.ts';

/**
 * Writes one committed state of a database to a new file (mode 0600), even while a vault writes to the
 * database. The copy contains no deleted data, and is on disk when this returns.
 * @throws StorageError
 */
export function copyDatabase(from: string, to: string): void {
  closeSync(openSync(to, 'wx', 0o600));
  withDatabase(from, (database) => database.prepare('VACUUM INTO ?').run(to));
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether every page of a database is intact. @throws StorageError if it is not a database */
export function isSound(path: string): boolean {
  return withDatabase(path, (database) => database.pragma('integrity_check(1)', { simple: true }) === 'ok');
}

function withDatabase<T>(path: string, work: (database: Database.Database) => T): T {
  try {
    const database = new Database(path, { readonly: true, timeout: 5000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw failureOf(error);
  }
}
