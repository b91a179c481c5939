import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { openMemoryStorage } from '../support/memory/index.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { fuzz } from './fuzz.ts';

const directory = makeTestDirectory();
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each([
  ['SQLite', () => openSqliteStorage(join(directory, 'vault.db')), 11],
  ['memory', openMemoryStorage, 13],
])(
  'answers 750 generated requests on %s as its document says, and repeats nothing it must not',
  async (_name, open, seed) => {
    const { faults, counts } = await fuzz({ seed, requests: 750, storage: open() });
    expect(faults).toEqual([]);
    const done = Object.keys(counts).filter((what) => what.startsWith('done: '));
    expect(done.length).toBeGreaterThan(25);
  },
);
