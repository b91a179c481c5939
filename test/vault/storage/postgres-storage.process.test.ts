import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { StorageError, type Transaction } from '../../../vault/storage/storage.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { describePeopleMigration } from './migration-of-people.ts';
import { account, agent, entry, secret, version } from './records.ts';
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

describePeopleMigration('PostgreSQL', async () => {
  const address = await server.createDatabase();
  return {
    open: () => openPostgresStorage(address),
    // As in the tenth schema.
    async goBack() {
      const client = new pg.Client(address);
      await client.connect();
      await client.query(`alter table users drop constraint users_subject,
        add constraint users_issuer_subject_key unique (issuer, subject)`);
      await client.query('alter table access_requests drop column access_until');
      await client.query('alter table accounts drop column assistants_off');
      await client.query(
        'alter table secrets drop column upkeep, drop column due_on, drop column last_read_at',
      );
      await client.query(`update meta set value = '10' where key = 'schema_version'`);
      await client.end();
    },
    drop: async () => undefined,
  };
});

describe('changes sent together to PostgreSQL', () => {
  it.each([
    ['refuses', async (tx: Transaction) => tx.insertVersion(version('a-kept'))],
    ['is never sent', async (tx: Transaction) => tx.insertVersion({ ...version('a-new'), createdBy: '\0' })],
  ])('are kept except for the one that the server %s', async (_how, fail) => {
    const storage = await openPostgresStorage(await server.createDatabase());
    const settings = { name: 'A', vaultEnabled: true, secondApprover: false, assistants: true };
    const own = { id: 'a', ...settings, catalogVersion: 1, createdAt: '', revision: 1 };
    await storage.transact(async (tx) => {
      await tx.insertAccount({ ...own, mac: Buffer.alloc(1) });
      await tx.insertSecret(secret('a', 'kept'), version('a-kept'));
    });
    const change = (number: number, work: (tx: Transaction) => Promise<void> = async () => undefined) =>
      storage.transact(async (tx) => {
        await tx.bumpCatalogVersion('a');
        await tx.insertVersion({ ...version('a-kept'), version: number });
        await work(tx);
        await tx.appendAudit((head) => entry(head.seq + 1, { action: `change ${String(number)}` }));
      });
    const results = await Promise.allSettled([change(2), change(3, fail), change(4)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const kept = await storage.look((view) =>
      view.listVersions(secret('a', 'kept').id, { before: undefined, limit: 9 }),
    );
    expect(kept.map((one) => one.version)).toEqual([4, 2, 1]);
    const entries = await storage.auditAfter(0, 9);
    expect(entries.map(({ seq, action }) => [seq, action])).toEqual([
      [1, 'change 2'],
      [2, 'change 4'],
    ]);
    expect((await storage.look((view) => view.findAccount('a')))?.catalogVersion).toBe(2);
    await storage.close();
  });
});

it('a group that follows a commit that fails late is committed as a whole, and only once', async () => {
  const address = await server.createDatabase();
  const storage = await openPostgresStorage(address);
  const client = new pg.Client(address);
  await client.connect();
  await client.query(`create function refuse() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.5); raise exception 'refused'; end $$`);
  await client.query(`create constraint trigger refuse after insert on audit_groups
    deferrable initially deferred for each row when (new.entries like '%too late%') execute function refuse()`);
  await storage.transact((tx) => tx.insertAccount(account('a')));
  const append = (action: string) =>
    storage.transact(async (tx) => {
      await tx.insertAgent(agent(action));
      await tx.appendAudit((head) => entry(head.seq + 1, { action }));
    });
  const refused = append('too late').catch((error: unknown) => error);
  const isCommitting = `select 1 from pg_stat_activity where state = 'active' and query = 'commit'`;
  await expect.poll(async () => (await client.query(isCommitting)).rowCount).toBe(1);
  await Promise.all([append('next'), append('and another')]);
  expect(await refused).toBeInstanceOf(StorageError);
  const entries = await storage.auditAfter(0, 9);
  expect(entries.map(({ seq, action }) => [seq, action])).toEqual([
    [1, 'next'],
    [2, 'and another'],
  ]);
  const agents = await storage.look((view) => view.listAgents('a', { after: undefined, limit: 9 }));
  expect(agents.map(({ agentId }) => agentId)).toEqual(['and another', 'next']);
  await client.end();
  await storage.close();
});

it('PostgreSQL is not connected to again by work that arrives after the end', async () => {
  const storage = await openPostgresStorage(await server.createDatabase());
  await storage.close();
  const late = [
    storage.look((view) => view.vaultId()),
    storage.transact((tx) => tx.vaultId()),
    storage.lastEventSeq(),
    storage.findToken(Buffer.alloc(32)),
  ];
  await Promise.all(late.map((work) => expect(work).rejects.toThrow('closed')));
});
