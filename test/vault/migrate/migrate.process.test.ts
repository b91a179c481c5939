import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { vaultStatus } from '../../../vault/operator/index.ts';
import { editDatabase } from '../support/edit-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { type Filled, fill, makeDirectory, migrate, see, withVault } from './support/moved-vault.ts';

let server: PostgresServer;
let source: string;
let filled: Filled;
let before: unknown;
let dataDir: string;
let database: string;
beforeAll(async () => {
  server = await startPostgres();
  source = makeDirectory();
  await withVault({ dataDir: source }, async (send) => {
    filled = await fill(send);
    before = await see(send, filled);
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(source, { recursive: true, force: true });
});

/** A folder like the first one, and an empty database. */
beforeEach(async () => {
  database = await server.createDatabase();
  dataDir = makeDirectory();
  for (const file of ['vault.db', 'root.key', 'admin.key', 'checkpoints.jsonl']) {
    copyFileSync(join(source, file), join(dataDir, file));
  }
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function query(text: string): Promise<unknown[]> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

it(
  'moves to PostgreSQL and back, killed at many moments, and every key reads what it read before',
  { timeout: 180_000 },
  async () => {
    const resumed: boolean[] = [];
    for (const killAfter of [1, 9, 17, 24, 33, 40, 47]) {
      const lines = await migrate(dataDir, database, killAfter);
      expect(lines.some((line) => line.startsWith('OperatorError'))).toBe(false);
      resumed.push(lines.some((line) => line.endsWith('resumed')));
      if (lines.some((line) => line.startsWith('done'))) break;
      await expect(withVault({ dataDir, database }, see0)).rejects.toThrow('is an unfinished copy');
    }
    expect(resumed.slice(1)).not.toContain(false);
    const last = await migrate(dataDir, database);
    expect(last.at(-1)).toMatch(/^done|already/);
    expect(await withVault({ dataDir, database }, (send) => see(send, filled))).toEqual(before);
    await expect(withVault({ dataDir }, see0)).rejects.toThrow('was moved to PostgreSQL');

    rmSync(join(dataDir, 'vault.db'));
    await migrate(database, dataDir, 20);
    await expect(withVault({ dataDir }, see0)).rejects.toThrow('is an unfinished copy');
    expect((await migrate(database, dataDir)).at(-1)).toMatch(/^done/);
    expect(await withVault({ dataDir }, (send) => see(send, filled))).toEqual(before);
    await expect(withVault({ dataDir, database }, see0)).rejects.toThrow('was moved to');
    await withVault({ dataDir }, async (send) => {
      const verdict = await send('GET', `/v1/accounts/${filled.accountId}/audit-events:verify`);
      expect(verdict).toMatchObject({ intact: true });
    });
  },
);

it('serves a moved vault only when its operator insists', async () => {
  await migrate(dataDir, database);
  await expect(withVault({ dataDir }, see0)).rejects.toThrow('--despite-move');
  const { state, advice } = await vaultStatus({ dataDir });
  expect(state).toBe('stopped');
  expect(advice).toMatch(/^It was moved to PostgreSQL .*Start it there\.$/);
  expect(await withVault({ dataDir, despiteMove: true }, (send) => see(send, filled))).toEqual(before);
});

it('finds a row that was changed or lost in an incomplete copy, and then moves nothing', async () => {
  for (const [edit, where] of [
    [`update secrets set description = 'x' where name = 'secret_7'`, 'secrets sec_'],
    // The last one would be copied again: the copy continues after the existing rows.
    ['delete from tokens where id = (select min(id) from tokens)', 'tokens tok_'],
    [
      `update audit_groups set entries = replace(entries, 'allowed', 'denied')
      where last = (select min(last) from audit_groups)`,
      'audit_groups ',
    ],
  ] as const) {
    await migrate(dataDir, database, 45);
    await query(edit);
    const lines = await migrate(dataDir, database);
    expect(lines.at(-1)).toContain(`differs from ${dataDir} (${where}`);
    database = await server.createDatabase();
  }
  expect(await withVault({ dataDir }, (send) => see(send, filled))).toEqual(before);
});

it('moves nothing that the vault did not write', async () => {
  editDatabase(dataDir, `update secrets set agent_ids = '["A","B","C"]' where name = 'secret_9'`);
  expect((await migrate(dataDir, database)).at(-1)).toMatch(
    /not what the vault wrote \(secret sec_\w+ is edited\)/,
  );
  await expect(withVault({ dataDir, database }, see0)).rejects.toThrow('is an unfinished copy');
});

it('starts over when the vault changed between two attempts', { timeout: 60_000 }, async () => {
  await migrate(dataDir, database, 30);
  const after = await withVault({ dataDir }, async (send) => {
    await send('PATCH', `/v1/accounts/${filled.accountId}/secrets/secret_1`, { description: 'Changed' });
    return see(send, filled);
  });
  expect((await migrate(dataDir, database)).at(-1)).toMatch(/^done \S* \d+$/);
  expect(await withVault({ dataDir, database }, (send) => see(send, filled))).toEqual(after);
});

it('says in a sentence why it cannot move', { timeout: 60_000 }, async () => {
  const last = async (from: string, to: string) => (await migrate(from, to)).at(-1) ?? '';
  const other = makeDirectory();
  expect(await last(other, database)).toContain('There is no vault in');
  const secret = database.replace('vault@', 'vault:not-a-real-password@').replace(/:\d+\//, ':1/');
  const unreachable = await last(dataDir, secret);
  expect(unreachable).toContain('cannot be opened: PostgreSQL is unreachable');
  expect(unreachable).not.toContain('not-a-real-password');
  await withVault({ dataDir: other }, async () => undefined);
  expect(await last(dataDir, other)).toContain('already has a vault');
  copyFileSync(join(other, 'root.key'), join(dataDir, 'root.key'));
  expect(await last(dataDir, database)).toContain('The root key does not belong to');
  await withVault({ dataDir: other }, async () => {
    expect(await last(other, database)).toContain('Another vault uses the data directory');
  });
  rmSync(other, { recursive: true, force: true });
});

it('does not move a database with a running vault', async () => {
  await withVault({ dataDir: makeDirectory(), database }, async () => {
    const target = makeDirectory();
    expect((await migrate(database, target)).at(-1)).toContain('a vault uses it');
  });
});

async function see0(): Promise<void> {
  throw new Error('It was served');
}
