import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { openMemoryStorage } from '../support/memory/index.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { compareWithModel } from './compare.ts';
import { seed } from '../../support/seed.ts';

const directory = makeTestDirectory();
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a vault does what the model says, for any sequence of steps', () => {
  it('on memory', async () => {
    const comparing = compareWithModel({ open: async () => openMemoryStorage(), runs: 12, steps: 60, seed });
    await expect(comparing).resolves.toBeUndefined();
  });

  it('on SQLite', async () => {
    const comparing = compareWithModel({
      open: async () => openSqliteStorage(join(mkdtempSync(join(directory, 'x')), 'vault.db')),
      runs: 12,
      steps: 60,
      seed,
    });
    await expect(comparing).resolves.toBeUndefined();
  });

  it('and a deviation is detected', async () => {
    const open = async () => {
      const storage = openMemoryStorage();
      const transact = storage.transact.bind(storage);
      // A planted bug: revokes are ignored.
      vi.spyOn(storage, 'transact').mockImplementation((work) =>
        transact((tx) => work({ ...tx, updateToken: async () => undefined })),
      );
      return storage;
    };
    const comparing = compareWithModel({ open, runs: 100, steps: 60, seed: 1, isQuick: true });
    const error: unknown = await comparing.catch((reason: unknown) => reason);
    // 500: the vault itself notices that a token is valid again.
    const cause = error instanceof Error ? error.cause : undefined;
    expect(String(cause)).toMatch(
      /expected 401 .*CredentialExpired.*, the vault answered (200|403|404|500)|A token is/,
    );
  });
});
