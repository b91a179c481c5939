import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initVault } from '../../../vault/operator/init.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { makeTestDirectory } from '../support/test-vault.ts';

const dataDir = makeTestDirectory();
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a vault is created in an empty PostgreSQL, and no second one', async () => {
  const database = await server.createDatabase();
  const init = () => initVault({ dataDir, database, accountName: 'Acme' });
  await expect(init()).resolves.toMatchObject({ accountId: expect.stringMatching(/^acc_/) as string });
  await expect(init()).rejects.toThrow('this database already contains a vault; nothing was changed.');
});
