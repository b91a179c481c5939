import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { failureOf } from '../../../vault/storage/sqlite/failure.ts';

it.each([
  ['SQLITE_FULL', 'SQLite failed: the disk is full, SQLITE_FULL'],
  ['SQLITE_IOERR', 'SQLite failed: SQLITE_IOERR'],
])('a failure of SQLite (%s) is reported without its own words', (code, told) => {
  expect(failureOf(new Database.SqliteError('not-a-real-row', code)).message).toBe(told);
});
