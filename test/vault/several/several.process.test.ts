import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { ask, type OneVault, startOne, startSeveral } from './support/several-vaults.ts';

let server: PostgresServer;
let database: string;
const running: OneVault[] = [];
beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  database = await server.createDatabase();
});
afterEach(() => Promise.all(running.splice(0).map((vault) => vault.stop())));
afterAll(() => server.stop());

async function keep(vaults: Promise<readonly OneVault[]>): Promise<readonly OneVault[]> {
  running.push(...(await vaults));
  return running;
}

async function query(text: string): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

it('creates one account and one admin key when three start concurrently on an empty database', async () => {
  const vaults = await keep(Promise.all([startOne(database), startOne(database), startOne(database)]));
  const open = vaults.filter(({ trouble }) => trouble === '');
  const sealed = vaults.filter(({ trouble }) => trouble !== '');
  expect(open).toHaveLength(1);
  expect(vaults.filter((vault) => vault.adminKey() !== undefined)).toEqual(open);
  for (const { dataDir, trouble } of sealed) {
    expect(trouble).toContain('root.key is missing');
    expect(existsSync(join(dataDir, 'root.key'))).toBe(false);
  }
  expect(await query('select id from accounts')).toBe(1);
  expect(await query('select id from tokens')).toBe(1);
  const key = open[0]?.adminKey() ?? '';
  expect((await ask(open[0]?.url ?? '', key, 'GET', '/v1/me')).status).toBe(200);
});

it('creates one account when three with one root key start concurrently', async () => {
  const first = await startOne();
  running.push(first);
  const rootKey = `file:${join(first.dataDir, 'shared.key')}`;
  const vaults = await Promise.all([1, 2, 3].map(() => startOne(database, rootKey)));
  running.push(...vaults);
  expect(vaults.map(({ trouble }) => trouble)).toEqual(['', '', '']);
  const keys = vaults.flatMap((vault) => vault.adminKey() ?? []);
  expect(keys).toHaveLength(1);
  for (const { url } of vaults) expect((await ask(url, keys[0] ?? '', 'GET', '/v1/me')).status).toBe(200);
});

it('answers 503 and a retry time while the database is away, and recovers by itself', async () => {
  const [vault] = await keep(startSeveral(database, 1));
  const { url = '', adminKey } = vault ?? {};
  const key = adminKey?.() ?? '';
  const paths = ['/readyz', '/v1/me', '/v1/accounts/none/audit-events'];
  await server.pause();
  try {
    for (const path of paths) {
      const { status, headers } = await ask(url, key, 'GET', path);
      expect({ path, status, again: headers.get('retry-after') }).toEqual({ path, status: 503, again: '1' });
    }
    expect((await ask(url, key, 'GET', '/healthz')).status).toBe(200);
  } finally {
    await server.resume();
  }
  let status = 0;
  for (let wait = 0; wait < 200 && status !== 200; wait += 1) {
    ({ status } = await ask(url, key, 'GET', '/readyz'));
    await sleep(50);
  }
  expect(status).toBe(200);
  expect((await ask(url, key, 'GET', '/v1/me')).status).toBe(200);
});

it('notifies followers of another vault of a change, even after its connection was cut', async () => {
  const [one, two] = await keep(startSeveral(database, 2));
  const key = one?.adminKey() ?? '';
  const { accountId } = (await ask(one?.url ?? '', key, 'GET', '/v1/me')).json as { accountId: string };
  const stop = new AbortController();
  const heard: string[] = [];
  const following = (async () => {
    for await (const { event } of createVaultClient({ url: two?.url ?? '', key, fetch }).events({
      signal: stop.signal,
    })) {
      if (event.type === 'agents-changed') heard.push(...event.agentIds);
      if (event.type === 'connected') heard.push('connected');
    }
  })().catch(() => undefined);
  const hears = async (what: string) => {
    for (let wait = 0; wait < 400 && !heard.includes(what); wait += 1) await sleep(25);
    expect(heard).toContain(what);
  };
  const add = (agentId: string) =>
    ask(one?.url ?? '', key, 'POST', `/v1/accounts/${accountId}/agents`, { agentId, agentName: agentId });

  await hears('connected');
  await add('first');
  await hears('first');
  // The first vault's listener and the second one's: events without a listener must not be lost.
  const cut = await query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' or query = 'select 1'`,
  );
  expect(cut).toBeGreaterThan(1);
  await add('while-cut');
  await hears('while-cut');
  await add('last');
  await hears('last');
  expect(heard).toEqual(['connected', 'first', 'while-cut', 'last']);
  stop.abort();
  await following;
});
