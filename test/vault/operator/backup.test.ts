import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../../vault/operator/backup.ts';
import { editDatabase } from '../support/edit-database.ts';
import { makeTestDirectory, openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let folder: string;
beforeEach(async () => {
  test = await openTestVault();
  folder = makeTestDirectory();
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const copyTo = (name: string) =>
  backUp({ dataDir: test.directory }, { to: join(folder, name), verified: true }, () => undefined);

it('a back-up leaves files with similar names alone', async () => {
  const other = join(folder, 'x.db.part');
  writeFileSync(other, 'of another user');
  await copyTo('x.db');
  expect(readFileSync(other, 'utf8')).toBe('of another user');
  expect(readdirSync(folder).toSorted()).toEqual(['x.db', 'x.db.part']);
});

it('a back-up does not replace a file that was created in the meantime', async () => {
  const to = join(folder, 'x.db');
  const target = { dataDir: test.directory };
  const backing = backUp(target, { to, verified: true }, () => writeFileSync(to, 'of another user'));
  await expect(backing).rejects.toThrow('already exists. Choose another name');
  expect(readFileSync(to, 'utf8')).toBe('of another user');
  expect(readdirSync(folder)).toEqual(['x.db']);
});

it('a back-up that fails leaves nothing behind', async () => {
  editDatabase(test.directory, "update users set name = 'edited'");
  await expect(copyTo('x.db')).rejects.toThrow('is damaged: user');
  expect(readdirSync(folder)).toEqual([]);
});
