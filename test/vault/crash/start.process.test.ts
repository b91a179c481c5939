import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { startVaultProcess } from '../support/vault-process.ts';
import { quietly } from './report.ts';
import { usabilityProblem, killFirstStarts, killMigrations } from './start-sweep.ts';
import { canTrace, whyNotTraced } from './traced-vault.ts';

const few = { every: 9, calls: ['fsync'] } as const;

it('makes its root key when the first start ended between the database and the key', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vault-start-'));
  await openSqliteStorage(join(directory, 'vault.db')).close();
  const vault = await startVaultProcess(directory);
  expect(await usabilityProblem(vault, directory)).toBeUndefined();
  await vault.stop('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

it('has a usable admin key after a first start that ended anywhere', async ({ skip }) => {
  skip(!canTrace(), whyNotTraced);
  expect(await killFirstStarts(few, quietly)).toMatchObject({ losses: [] });
});

it('migrates the vault of the first release after a start that ended anywhere', async ({ skip }) => {
  skip(!canTrace(), whyNotTraced);
  expect(await killMigrations(few, quietly)).toMatchObject({ losses: [] });
});
