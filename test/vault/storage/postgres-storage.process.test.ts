import { afterAll, beforeAll } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { describeStorage } from './storage-contract.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describeStorage('PostgreSQL', async () => {
  const storage = await openPostgresStorage(await server.createDatabase());
  return { storage, drop: () => storage.close() };
});
