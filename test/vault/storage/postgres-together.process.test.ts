import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { type Storage, StorageError } from '../../../vault/storage/storage.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { account, agent, entry, newToken, now, secret, version } from './records.ts';

/** Two processes of the vault on one database; here they share a process, but nothing else. */
let server: PostgresServer;
let url: string;
let one: Storage;
let two: Storage;
beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  url = await server.createDatabase();
  [one, two] = await Promise.all([openPostgresStorage(url), openPostgresStorage(url)]);
  await one.transact(async (tx) => {
    await tx.insertAccount(account('a'));
    await tx.insertSecret(secret('a', 'x'), version('a-x'));
  });
});
afterEach(() => Promise.all([one.close(), two.close()]));
afterAll(() => server.stop());

const append = (storage: Storage) =>
  storage.transactReading((tx) => tx.appendAudit((head) => entry(head.seq + 1)));

it('shows commits of the other immediately', async () => {
  for (let round = 0; round < 50; round += 1) {
    await one.transact((tx) => tx.insertAgent(agent(`agent-${String(round)}`)));
    const found = await two.transactReading((tx) => tx.findAgent('a', `agent-${String(round)}`));
    expect(found).toEqual(agent(`agent-${String(round)}`));
  }
});

it('respects a revoke of the other with the very next read, while many read', async () => {
  const readers = [one, two];
  const load = { done: false };
  const reading = Promise.all(
    Array.from({ length: 16 }, async (_, index) => {
      while (!load.done) await readers[index % 2]?.transactReading((tx) => tx.findReadable('a', 'x'));
    }),
  );
  const stale: number[] = [];
  for (let round = 2; round < 150; round += 1) {
    const access = { agentIds: round % 2 === 0 ? [] : ['one'], ends: [], version: round, updatedAt: now };
    await one.transact((tx) => tx.updateSecret(secret('a', 'x', { access, revision: round })));
    const read = await two.transactReading((tx) => tx.findReadable('a', 'x'));
    if (read?.secret.access.version !== round) stale.push(round);
  }
  load.done = true;
  await reading;
  expect(stale).toEqual([]);
});

it('respects a revoke in progress in the other from its first connection on', async () => {
  const access = { agentIds: [], ends: [], version: 2, updatedAt: now };
  const [isUnderWay, isFinished] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const revoke = one.transact(async (tx) => {
    await tx.updateSecret(secret('a', 'x', { access, revision: 2 }));
    isUnderWay.resolve();
    await isFinished.promise;
  });
  await isUnderWay.promise;
  // It has written nothing yet, so it has no connection for that.
  const read = two.transactReading((tx) => tx.findReadable('a', 'x'));
  await Promise.race([read, someoneWaits()]);
  isFinished.resolve();
  await revoke;
  expect((await read)?.secret.access).toEqual(access);
});

/** Resolves once a connection to the database waits for a lock of another. */
async function someoneWaits(): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const waiting = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await client.query(waiting)).rowCount === 0) await sleep(10);
  await client.end();
}

it('refuses a token that the other revoked', async () => {
  const token = newToken();
  await one.transact((tx) => tx.insertToken(token));
  expect((await two.findToken(token.digest))?.token.revokedAt).toBeNull();
  await one.transact((tx) => tx.updateToken({ ...token, revokedAt: now }));
  expect((await two.findToken(token.digest))?.token.revokedAt).toBe(now);
});

it('receives events of both', async () => {
  const heard = { one: 0, two: 0 };
  one.onEvents(() => (heard.one += 1));
  two.onEvents(() => (heard.two += 1));
  await one.transact((tx) => tx.appendEvent('a', { type: 'catalog-changed', names: ['x'] }));
  for (let wait = 0; wait < 100 && heard.two === 0; wait += 1) await sleep(10);
  expect(heard).toEqual({ one: 1, two: 1 });
  expect(await two.eventsAfter('a', 0)).toEqual(await one.eventsAfter('a', 0));
});

it('keeps one audit log without gaps, with several writers', async () => {
  await Promise.all(Array.from({ length: 400 }, (_, index) => append(index % 2 === 0 ? one : two)));
  const entries = await one.auditAfter(0, 1000);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
});

it.each(['default_transaction_isolation = serializable', 'default_transaction_read_only = on'])(
  "does not depend on the database's transaction settings: %s",
  async (setting) => {
    const address = await server.createDatabase();
    const client = new pg.Client(address);
    await client.connect();
    await client.query(`alter database ${client.escapeIdentifier(client.database ?? '')} set ${setting}`);
    await client.end();
    const storages = await Promise.all([openPostgresStorage(address), openPostgresStorage(address)]);
    const appends = storages.map(async (storage) => {
      for (let count = 0; count < 50; count += 1) await append(storage);
    });
    expect(await Promise.allSettled(appends)).toMatchObject(appends.map(() => ({ status: 'fulfilled' })));
    expect(await storages[0]?.auditAfter(0, 1000)).toHaveLength(100);
    await Promise.all(storages.map((storage) => storage.close()));
  },
);

it('opens a database that several processes open for the first time', async () => {
  const address = await server.createDatabase();
  const storages = await Promise.all([1, 2, 3, 4].map(() => openPostgresStorage(address)));
  const accounts = storages.map((storage) =>
    storage.look((view) => view.listAccounts({ after: undefined, limit: 1 })),
  );
  expect(await Promise.all(accounts)).toEqual([[], [], [], []]);
  await Promise.all(storages.map((storage) => storage.close()));
});

it(
  'loses nothing it acknowledged when the server is killed under load, and recovers when it is back',
  { timeout: 120_000 },
  async () => {
    const acknowledged: string[] = [];
    const failures: unknown[] = [];
    const load = { done: false };
    const write = async (storage: Storage, writer: number) => {
      for (let count = 0; !load.done; count += 1) {
        const name = `w${String(writer)}-${String(count)}`;
        try {
          await storage.transact(async (tx) => {
            await tx.insertAgent(agent(name));
            await tx.appendAudit((head) => entry(head.seq + 1, { agentId: name }));
          });
          acknowledged.push(name);
        } catch (error) {
          failures.push(error);
          await sleep(5);
        }
      }
    };
    const writing = Array.from({ length: 16 }, (_, writer) => write(writer % 2 === 0 ? one : two, writer));
    for (let wait = 0; wait < 1200 && acknowledged.length < 100; wait += 1) await sleep(25);
    const before = acknowledged.length;
    await server.killAndRestart();
    for (let wait = 0; wait < 1200 && acknowledged.length < before + 200; wait += 1) await sleep(25);
    load.done = true;
    await Promise.all(writing);

    expect(before).toBeGreaterThan(50);
    expect(acknowledged.length).toBeGreaterThan(before + 100);
    expect(failures.every((error) => error instanceof StorageError)).toBe(true);
    const entries = await one.look(() => one.auditAfter(0, 100_000));
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    const stored = new Set(entries.map(({ agentId }) => agentId));
    expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
    expect(await one.transact((tx) => tx.unknownAgents('a', acknowledged))).toEqual([]);
  },
);

it('finds nothing for an invalid text, and spares the others', async () => {
  const [nothing, found] = await Promise.all([
    one.transactReading((tx) => tx.findReadable('a', 'x\0')),
    one.transactReading((tx) => tx.findReadable('a', 'x')),
    expect(one.transact((tx) => tx.insertAgent(agent('x\0')))).rejects.toThrow(StorageError),
  ]);
  expect([nothing, found?.secret.name]).toEqual([undefined, 'x']);
  expect(await one.look((view) => view.findAgent('a', 'x\0'))).toBeUndefined();
});
