import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { StorageError } from '../../../vault/storage/storage.ts';
import { account, agent } from '../storage/records.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function endBackends(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  // Waits until they have ended.
  await client.query(`select pg_terminate_backend(pid, 10000) from pg_stat_activity
    where application_name like 'agent-secrets%' and query ilike any (array['%agent%', '%lock%', '%savepoint%'])`);
  await client.end();
}

it('acknowledges nothing of a transaction whose connection broke between two statements', async () => {
  const url = await server.createDatabase();
  const storage = await openPostgresStorage(url);
  await storage.transact((tx) => tx.insertAccount(account('a')));
  let runs = 0;
  const changing = storage.transact(async (tx) => {
    runs += 1;
    await tx.findAgent('a', 'first');
    await tx.insertAgent(agent('first'));
    await tx.findAgent('a', 'first');
    if (runs > 1) return;
    await endBackends(url);
    // The end of the connection is noticed while no query runs.
    await setImmediate();
    await tx.insertAgent(agent('second'));
  });
  const outcome = await changing.then(
    () => 'acknowledged',
    (error: unknown) => error,
  );
  const [first, second] = await storage.look((view) =>
    Promise.all([view.findAgent('a', 'first'), view.findAgent('a', 'second')]),
  );
  // Only the second run is complete, and it does not add the second agent.
  expect(second).toBeUndefined();
  expect(outcome === 'acknowledged' ? first !== undefined : outcome instanceof StorageError).toBe(true);
  await storage.close();
});
