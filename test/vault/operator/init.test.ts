import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { initVault } from '../../../vault/operator/init.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault } from '../support/test-vault.ts';

let dataDir: string;
beforeEach(async () => {
  const test = await openTestVault();
  await test.release();
  dataDir = test.directory;
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const init = () => initVault({ dataDir, accountName: 'Second' });

function schemaVersion(): unknown {
  const database = new Database(join(dataDir, 'vault.db'), { readonly: true });
  try {
    return database.pragma('user_version', { simple: true });
  } finally {
    database.close();
  }
}

it('a vault is not created where one exists', async () => {
  await expect(init()).rejects.toThrow(`${dataDir} already contains a vault; nothing was changed.`);
});

it('a vault of an older version keeps its version', async () => {
  editDatabase(dataDir, 'pragma user_version = 3');
  await expect(init()).rejects.toThrow('it was created by another version of this program');
  expect(schemaVersion()).toBe(3);
});

it('a vault that was moved says where to', async () => {
  const note = JSON.stringify({ to: 'postgres://db.example/vault', at: '2026-01-01T00:00:00.000Z' });
  editDatabase(dataDir, `insert into meta values ('moved', '${note}')`);
  await expect(init()).rejects.toThrow('This vault was moved to postgres://db.example/vault');
});

it('a damaged database is reported as damaged', async () => {
  writeFileSync(join(dataDir, 'vault.db'), 'This is not a database. '.repeat(100));
  await expect(init()).rejects.toThrow('cannot be read: SQLite failed: SQLITE_NOTADB');
});

it('a first start that was interrupted before it had keys starts over', async () => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `vault.db${end}`), { force: true });
  new Database(join(dataDir, 'vault.db')).close();
  await expect(init()).resolves.toMatchObject({ accountId: expect.stringMatching(/^acc_/) as string });
});
