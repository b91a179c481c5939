import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { failureOf } from './failure.ts';

/**
 * Writes one committed state of a database to a new file (0600), also while a vault writes to it. What
 * was deleted is not in the copy. When this returns, it is on the disk. @throws StorageError
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

/** Whether every page of a database is sound. @throws StorageError when it is no database */
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
