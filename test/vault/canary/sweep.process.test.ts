import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeCheckpoint, makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { backUp } from '../../../vault/operator/index.ts';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { startVaultProcess } from '../support/vault-process.ts';
import { openVaultOn, type VaultOn } from '../support/vault-on.ts';
import { driveEverything, type Driven, sender } from './drive.ts';
import { searchFor } from './search.ts';

const canary = 'zq9-not-a-real-canary-7xk';
const { find } = searchFor(canary);
type Places = ReadonlyMap<string, string | Buffer>;

/** Places that contain a canary; the tests prove that the places exist. */
function hits(places: Places): readonly string[] {
  return [...places].flatMap(([place, content]) => {
    const form = find(content);
    return form === undefined ? [] : [`${place}: ${form}`];
  });
}

function filesIn(directory: string): Places {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(directory, name));
  return new Map(files.flatMap(readIfThere));
}

const directory = makeTestDirectory();
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('values in a vault on SQLite', () => {
  const folder = join(directory, 'sqlite');
  const places = () => filesIn(folder);
  mkdirSync(folder, { recursive: true });
  leaveNoTrace(() => Promise.resolve(openSqliteStorage(join(folder, 'vault.db'))), places, ['vault.db-wal']);
});

describe('values in a vault on PostgreSQL', () => {
  let server: PostgresServer;
  let data = '';
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  leaveNoTrace(
    async () => {
      const url = await server.createDatabase();
      data = await talkative(server, url);
      return openPostgresStorage(url);
    },
    () => filesIn(data),
    ['/pg_wal/', '/log/'],
  );
});

/** Logs every statement with its parameters. Resolves to the server's data folder. */
async function talkative(server: PostgresServer, url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const settings = ['logging_collector = on', "log_statement = 'all'", 'log_parameter_max_length = -1'];
  for (const setting of [
    ...settings,
    "log_min_messages = 'debug1'",
    'log_parameter_max_length_on_error = -1',
  ]) {
    await client.query(`alter system set ${setting}`);
  }
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  await client.end();
  await server.killAndRestart();
  return rows[0]?.data_directory ?? '';
}

function leaveNoTrace(
  open: () => Promise<Storage>,
  files: () => Places,
  plantedPlaces: readonly string[],
): void {
  let on: VaultOn;
  let driven: Driven;
  let stream = '';
  beforeAll(async () => {
    on = await openVaultOn(await open());
    await on.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = on.app.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}`;
    const follow = await followEvents(url, on.adminKey);
    driven = await driveEverything(sender(url), on.adminKey, canary);
    stream = await follow.end();
  });
  afterAll(() => on.close());

  it('are returned where agents and sandboxes read them', () => {
    expect(driven.readings.length).toBe(2);
    for (const reading of driven.readings) expect(find(reading)).toBe('as it is');
  });

  it('are in no other answer, log, event, entry or metric', async () => {
    const entries = await on.vault.storage.auditAfter(0, 10_000);
    const checkpoint = await makeCheckpoint(on.vault);
    expect(on.log.length).toBeGreaterThan(50);
    expect(stream).toContain('catalog-changed');
    expect(entries.length).toBeGreaterThan(30);
    const places = new Map([
      ...driven.answers.map((answer, index) => [`answer ${String(index)}`, answer] as const),
      ['the log', on.log.join('')],
      ['the events', stream],
      ['the audit log', JSON.stringify(entries)],
      ['a checkpoint', checkpoint ? encodeCheckpoint(checkpoint) : ''],
    ]);
    expect(hits(places)).toEqual([]);
  });

  it('would be found if they were there', async () => {
    const planted = 'zq9-planted-in-plain-text-3fm';
    await plant(on, planted);
    const found = [...files()].filter(([, content]) => searchFor(planted).find(content) !== undefined);
    for (const place of plantedPlaces) {
      expect(
        found.some(([path]) => path.includes(place)),
        place,
      ).toBe(true);
    }
  });

  it('are in no answer and no log of a failing storage, and of a sealed vault', async () => {
    const { port } = on.app.server.address() as AddressInfo;
    const send = sender(`http://127.0.0.1:${String(port)}`);
    const body = { name: 'late', kind: 'single', value: canary };
    const url = '/v1/accounts/acc_test/secrets';
    // An engine that fails while writing, with a message that repeats its input.
    const failure = new Error(`insert failed: ${canary}`, { cause: canary });
    vi.spyOn(on.vault.storage, 'transact').mockRejectedValueOnce(failure);
    const failed = await send('POST', url, { key: on.adminKey, body });
    on.vault.seal.seal('missing', 'for a test');
    const sealed = await send('POST', url, { key: on.adminKey, body });
    expect([failed.status, sealed.status]).toEqual([500, 503]);
    expect(
      hits(
        new Map([
          ['answers', failed.text + sealed.text],
          ['log', on.log.join('')],
        ]),
      ),
    ).toEqual([]);
  });

  it('are in no file of the storage', () => {
    expect(hits(files())).toEqual([]);
  });
}

/** A string that may be stored in plain text, a description, is found wherever values are searched. */
async function plant(on: VaultOn, text: string): Promise<void> {
  const { port } = on.app.server.address() as AddressInfo;
  const send = sender(`http://127.0.0.1:${String(port)}`);
  const sending = { key: on.adminKey, body: { description: text }, headers: { 'if-match': '*' } };
  const { status } = await send('PATCH', '/v1/accounts/acc_test/secrets/one', sending);
  if (status !== 200) throw new Error(`It is not planted: ${String(status)}`);
}

async function followEvents(url: string, key: string): Promise<{ end(): Promise<string> }> {
  const cut = new AbortController();
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/v1/events`, { headers, signal: cut.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => undefined);
  return {
    async end() {
      cut.abort();
      await reading;
      return text;
    },
  };
}

describe('values in a vault in its own process', () => {
  it('are in no file, back-up, argument, variable or output of it, even when it is killed', async () => {
    const folder = join(directory, 'process');
    const vault = await startVaultProcess(folder);
    const driven = await driveEverything(sender(vault.url), vault.adminKey, canary);
    const backup = join(directory, 'backup.db');
    await backUp({ dataDir: folder }, { to: backup, verified: true }, () => undefined);
    const about = `/proc/${String(vault.process.pid)}`;
    const ofProcess = ['cmdline', 'environ', 'comm', 'stat'].flatMap((name) =>
      readIfThere(join(about, name)),
    );
    await vault.stop('SIGKILL');
    const places = new Map<string, string | Buffer>([
      ...filesIn(folder),
      ['the back-up', readFileSync(backup)],
      ['its output', vault.log()],
      ...ofProcess,
      ...driven.answers.map((answer, index) => [`answer ${String(index)}`, answer] as const),
    ]);
    expect(statSync(backup).size).toBeGreaterThan(10_000);
    expect(vault.log()).toContain('/v1/accounts/:accountId/secrets');
    for (const reading of driven.readings) expect(find(reading)).toBe('as it is');
    expect(hits(places)).toEqual([]);
  });
});

/** Folders and files deleted by now contain nothing; only Linux describes a process in files. */
function readIfThere(path: string): (readonly [string, Buffer])[] {
  try {
    return [[path, readFileSync(path)]];
  } catch {
    return [];
  }
}
