import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WentBack } from '../../../vault/storage/history.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { entry } from './records.ts';

let directory: string;
let path: string;
let storage: Storage;
beforeEach(() => {
  directory = makeTestDirectory();
  path = join(directory, 'vault.db');
  storage = openSqliteStorage(path);
});
afterEach(async () => {
  await storage.close();
  rmSync(directory, { recursive: true, force: true });
});

const write = () => storage.transact((tx) => tx.appendAudit(({ seq }) => entry(seq + 1)));

function copyLog(): void {
  const database = new Database(path);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

it('detects a file that was overwritten by an older copy of itself', async () => {
  await write();
  copyLog();
  const older = readFileSync(path);
  await write();
  copyLog();
  await storage.compare();
  writeFileSync(path, older);
  await expect(storage.compare()).rejects.toThrow(WentBack);
});

it.each([
  ['replaced', () => renameSync(`${path}.copy`, path)],
  ['deleted', () => rmSync(path)],
])('acknowledges nothing that would be written to a file that was %s', async (_what, change) => {
  await write();
  copyFileSync(path, `${path}.copy`);
  change();
  await vi.waitFor(() => expect(write()).rejects.toThrow('replaced or deleted'));
  await expect(write()).rejects.toThrow(WentBack);
});

it('continues after another connection has written to the log', async () => {
  await write();
  const other = openSqliteStorage(path);
  await other.transact((tx) => tx.appendAudit(({ seq }) => entry(seq + 1)));
  await other.close();
  await write();
  expect((await storage.auditAfter(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});
