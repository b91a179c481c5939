import { afterAll, beforeAll } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { describeClock } from './clock-scenarios.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describeClock('PostgreSQL', async () => {
  const address = await server.createDatabase();
  return { open: () => openPostgresStorage(address), drop: async () => {} };
});
