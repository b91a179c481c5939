import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configurationOf, patientConfiguration } from '../../../vault/storage/postgres/configuration.ts';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { StorageError } from '../../../vault/storage/storage.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vault-tls-'));
const certificate = join(folder, 'server.crt');
let server: PostgresServer;
beforeAll(async () => {
  const key = join(folder, 'server.key');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...request, ...names], { stdio: 'ignore' });
  server = await startPostgres({ tls: { certificate, key } });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function failure(url: string): Promise<string> {
  const opened = await openPostgresStorage(url).catch((error: unknown) => error);
  if (!(opened instanceof StorageError)) throw new Error('It opened');
  return opened.message;
}

it('speaks TLS with the server that the certificate names, and with no other', async () => {
  const url = (await server.createDatabase()).replace('127.0.0.1', 'localhost');
  const root = `sslrootcert=${encodeURIComponent(certificate)}`;
  for (const mode of ['verify-full', 'require']) {
    const storage = await openPostgresStorage(`${url}?sslmode=${mode}&${root}`);
    await storage.ping();
    await storage.close();
  }
  expect(await failure(`${url}?sslmode=require`)).toContain('SELF_SIGNED');
  const byAddress = url.replace('localhost', '127.0.0.1');
  expect(await failure(`${byAddress}?sslmode=verify-full&${root}`)).toContain('ALTNAME');
  expect(await failure(`${url}?sslmode=verify-full&sslrootcert=/nowhere`)).toContain('cannot be read');
});

it('uses its own limits, and any other setting in the address', async () => {
  const asked = encodeURIComponent('-c search_path=mine -c lock_timeout=0 -c synchronous_commit=off');
  const limits = 'statement_timeout=0&lock_timeout=1&idle_in_transaction_session_timeout=1&query_timeout=1';
  const url = `${await server.createDatabase()}?${limits}&options=${asked}&application_name=first`;
  const config = configurationOf(url);
  const patient = patientConfiguration(config);
  expect(await settingsOf(config)).toEqual(['mine', 'first', 'on', '10s', '8s', '10s', 'off']);
  expect(await settingsOf(patient)).toEqual(['mine', 'first', 'on', '0', '10min', '10s', 'off']);
});

async function settingsOf(config: pg.ClientConfig): Promise<unknown[]> {
  const client = new pg.Client(config);
  await client.connect();
  const names = [
    'search_path',
    'application_name',
    'synchronous_commit',
    'statement_timeout',
    'lock_timeout',
  ];
  const more = ['idle_in_transaction_session_timeout', 'enable_seqscan'];
  const values = [...names, ...more].map((name) => `current_setting('${name}')`);
  const { rows } = await client.query<{ all: unknown[] }>(`select array[${values.join(', ')}] as all`);
  await client.end();
  return rows[0]?.all ?? [];
}

it('does not guess whether the network needs TLS', async () => {
  expect(await failure('postgres://vault@database.example/vault')).toContain('sslmode=verify-full');
  expect(await failure('postgres://vault@127.0.0.1/vault?sslmode=maybe')).toContain('sslmode must be one of');
});

it('reports a server that accepts the connection and does not answer', { timeout: 60_000 }, async () => {
  const network = await startNetwork(await server.createDatabase());
  const storage = await openPostgresStorage(network.url);
  await storage.ping();
  network.silence();
  await expect(storage.ping()).rejects.toThrow('does not answer');
  const reading = storage.transactReading((tx) => tx.findReadable('a', 'x'));
  await expect(reading).rejects.toThrow(StorageError);
  network.speak();
  let isBack = false;
  for (let attempt = 0; attempt < 20 && !isBack; attempt += 1) {
    isBack = await storage
      .transactReading((tx) => tx.vaultId())
      .then(
        () => true,
        () => false,
      );
  }
  expect(isBack).toBe(true);
  await storage.close();
  network.stop();
});

it('reports that a replica is read-only', { timeout: 60_000 }, async () => {
  const replica = await startPostgres();
  const url = await replica.createDatabase();
  await (await openPostgresStorage(url)).close();
  await replica.becomeReplica();
  expect(await failure(url)).toContain('Use the address of the primary server');
  await replica.stop();
});

/** The network between a vault and its database: when silent, it drops everything and closes nothing. */
async function startNetwork(database: string) {
  const target = new URL(database);
  const port = Number(target.port);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const network: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => void (isSilent || to.write(data)));
      from.on('error', () => undefined);
      from.on('close', () => void (isSilent || to.destroy()));
    }
  });
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
  const address = network.address();
  target.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: target.href,
    silence: () => void (isSilent = true),
    speak: () => void (isSilent = false),
    stop() {
      for (const socket of sockets) socket.destroy();
      network.close();
    },
  };
}
