import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { describeClock } from './clock-scenarios.ts';

describeClock('SQLite', async () => {
  const directory = makeTestDirectory();
  return {
    open: async () => openSqliteStorage(join(directory, 'vault.db')),
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
});
