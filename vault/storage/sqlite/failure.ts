import type Database from 'better-sqlite3';
import { StorageError } from '../storage-error.ts';

/** What SQLite's error means for a person, without its message: that may name rows. */
export function failureOf(error: InstanceType<typeof Database.SqliteError>): StorageError {
  const meaning = error.code === 'SQLITE_FULL' ? 'the disk is full, SQLITE_FULL' : error.code;
  return new StorageError(`SQLite failed: ${meaning}`, { cause: error });
}
