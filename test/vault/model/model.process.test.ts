import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { compareWithModel } from './compare.ts';
import { seed } from '../../support/seed.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

it('a vault on PostgreSQL does what the model says, for any sequence of steps', async () => {
  const comparing = compareWithModel({
    open: async () => openPostgresStorage(await server.createDatabase()),
    runs: 6,
    steps: 60,
    seed,
  });
  await expect(comparing).resolves.toBeUndefined();
});
