import Database from 'better-sqlite3';
import { StorageError } from '../storage-error.ts';

/** Explains an SQLite error to the user, without its message, which may contain data from rows. */
export function failureOf(error: InstanceType<typeof Database.SqliteError>): StorageError {
  return new StorageError(`SQLite failed: ${meaningOf(error.code)}`, { cause: error });
}

/** Whether an error from {@link failureOf} means that the file is damaged or is not a database. */
export function isDamage(error: unknown): boolean {
  const cause = error instanceof StorageError ? error.cause : undefined;
  return cause instanceof Database.SqliteError && damaged.test(cause.code);
}

const damaged = /^SQLITE_(CORRUPT|NOTADB)/;

function meaningOf(code: string): string {
  if (code === 'SQLITE_FULL') return 'the disk is full, SQLITE_FULL';
  return damaged.test(code) ? `${code}, the pages of its file are damaged` : code;
}
