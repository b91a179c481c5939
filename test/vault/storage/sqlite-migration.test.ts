import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstSchema } from '../../../vault/storage/sqlite/migrations.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { describePeopleMigration } from './migration-of-people.ts';
import { bytes, now } from './records.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = makeTestDirectory();
  path = join(directory, 'vault.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A database as the first released vault left it. */
function makeFirstDatabase(): void {
  const database = new Database(path);
  for (const statement of firstSchema()) database.exec(statement);
  const insert = (table: string, ...values: readonly unknown[]) =>
    database.prepare(`insert into ${table} values (${values.map(() => '?').join(', ')})`).run(...values);
  insert('meta', 'vault_id', 'vlt');
  insert('keys', 'term', 1, bytes(1), now);
  insert('accounts', 'a', 'A', 1, 7, now);
  insert('agents', 'a', 'one', 'One', now, now);
  insert('secrets', 's1', 'a', 'x', 'key_value', '["id"]', 'Text', 1, now, now);
  insert('secrets', 's2', 'a', 'y', 'single', '[]', '', 1, now, now);
  insert('access_lists', 's1', '["one","two"]', 3, now, bytes(2));
  insert('access_lists', 's2', '[]', 1, now, bytes(3));
  insert('secret_versions', 's1', 1, bytes(4), bytes(5));
  insert('secret_versions', 's2', 1, bytes(6), bytes(7));
  insert('tokens', 't', 'a', 'Admin', 'admin', null, bytes(8), now, now, null, bytes(9));
  insert(
    'audit',
    1,
    now,
    'a',
    't',
    'admin',
    'secret.create',
    'allowed',
    null,
    'x',
    null,
    1,
    '["one"]',
    '[]',
    'r',
    bytes(10),
  );
  insert('events', 41, 'a', '{"type":"catalog-changed","names":["x"]}');
  database.pragma('user_version = 1');
  database.close();
}

describe('a database of the first schema', () => {
  it('is migrated with all of its content', async () => {
    makeFirstDatabase();
    const storage = openSqliteStorage(path);
    const found = await storage.transactReading(async (tx) => ({
      vaultId: await tx.vaultId(),
      keys: await tx.keys(),
      account: await tx.findAccount('a'),
      agent: await tx.findAgent('a', 'one'),
      readable: await tx.findReadable('a', 'x'),
      other: await tx.findReadable('a', 'y'),
      version: await tx.findVersion('s1', 1),
      ofAgent: await tx.listSecrets('a', { after: undefined, limit: 9 }, { agentId: 'two' }),
      token: await tx.findTokenById('a', 't'),
      waiting: await tx.secretsWithoutRevision(9),
    }));
    const access = { agentIds: ['one', 'two'], version: 3, updatedAt: now };
    expect(found.readable).toMatchObject({
      secret: {
        id: 's1',
        fields: ['id'],
        description: 'Text',
        latestVersion: 1,
        revision: 0,
        access,
        mac: bytes(2),
      },
      sealed: { wrappedKey: bytes(4), sealedValue: bytes(5) },
    });
    expect(found.other).toMatchObject({
      secret: { kind: 'single', deletedAt: null },
      sealed: { sealedValue: bytes(7) },
    });
    expect(found.version).toMatchObject({ kind: 'key_value', fields: ['id'], term: 1, createdAt: now });
    expect([found.vaultId, found.account?.catalogVersion, found.agent?.agentName]).toEqual(['vlt', 7, 'One']);
    expect(found.keys).toMatchObject([{ term: 1, state: 'active', wrapped: bytes(1) }]);
    expect(found.token).toMatchObject({ role: 'admin', userId: null, addresses: [], mac: bytes(9) });
    expect(found.ofAgent.map(({ name }) => name)).toEqual(['x']);
    expect(found.waiting.map(({ id }) => id)).toEqual(['s1', 's2']);
    expect(await storage.auditAfter(0, 9)).toMatchObject([
      { action: 'secret.create', secretId: null, mac: bytes(10) },
    ]);
    expect((await storage.eventsAfter('a', 40))?.map(({ seq }) => seq)).toEqual([41]);
    await storage.close();
  });

  it('is unchanged when the migration fails', () => {
    makeFirstDatabase();
    const spoiled = new Database(path);
    spoiled.exec('create table users (id text)');
    spoiled.close();
    expect(() => openSqliteStorage(path)).toThrow('SQLite failed');
    const database = new Database(path);
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    expect(database.prepare('select count(*) as n from access_lists').get()).toEqual({ n: 2 });
    database.close();
  });
});

describePeopleMigration('SQLite', async () => {
  const own = makeTestDirectory();
  const file = join(own, 'vault.db');
  return {
    open: async () => openSqliteStorage(file),
    // As in the twelfth schema.
    async goBack() {
      const database = new Database(file);
      database.exec(`pragma foreign_keys = off; pragma legacy_alter_table = on;
        alter table users rename to people;
        create table users (
          id text primary key, account_id text not null references accounts (id), name text not null, email text,
          role text not null, issuer text, subject text, created_at text not null, updated_at text not null,
          disabled_at text, mac blob not null, revision integer not null default 0,
          unique (issuer, subject)) strict;
        insert into users select id, account_id, name, email, role, issuer, subject, created_at, updated_at,
          disabled_at, mac, revision from people;
        drop table people;
        create index users_account on users (account_id, id);
        alter table access_requests drop column access_until;
        alter table accounts drop column assistants_off;
        drop index secrets_due;
        alter table secrets drop column upkeep;
        alter table secrets drop column due_on;
        alter table secrets drop column last_read_at;
        pragma user_version = 12`);
      database.close();
    },
    drop: async () => rmSync(own, { recursive: true, force: true }),
  };
});
