// A server under load, in a process of its own. Bundled like the product before it is started.
import { join } from 'node:path';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { createApp } from '../../../vault/app.ts';
import type { RootKey } from '../../../vault/crypto/index.ts';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import { newRootKeyIn } from '../../../vault/setup/directory-root-key.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { serve } from '../../../vault/main.ts';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { withoutAudit } from './without-audit.ts';

/**
 * `hello`: a bare fastify. `vault`: the product. `parts`: the same vault, assembled here, so that its keys
 * can be rotated from outside. `unaudited`: the same without the audit log.
 */
export interface ServerOptions {
  readonly role: 'hello' | 'vault' | 'parts' | 'unaudited';
  readonly dataDir: string;
  readonly database?: string;
}

export interface ServerReady {
  readonly url: string;
  /** Milliseconds from the start of the process until it answers. */
  readonly startedIn: number;
}

export type ServerQuestion = 'usage' | 'rotate' | 'stop';

/** Of `usage`. */
export interface ServerUsage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

/** Of `rotate`: one line after another, the last one `done`. */
export interface RotationStep {
  readonly phase: string;
  readonly wrapped: number;
  readonly damaged: number;
}

interface Server {
  readonly url: string;
  readonly vault?: Vault;
  readonly rootKey?: RootKey;
  close(): Promise<void>;
}

// Written by the benchmark itself.
const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
const server = await start();
process.on('disconnect', () => process.exit());
process.on('message', (question: ServerQuestion) => void answer(question));
process.send?.({ url: server.url, startedIn: performance.now() } satisfies ServerReady);

async function start(): Promise<Server> {
  if (options.role === 'hello') return startHello();
  if (options.role !== 'vault') return startParts();
  const { dataDir, database } = options;
  return serve({ dataDir, port: 0, log: { write() {} }, ...(database !== undefined && { database }) });
}

async function startHello(): Promise<Server> {
  const app = fastify();
  app.get('/', async () => ({ hello: 'world' }));
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
}

async function startParts(): Promise<Server> {
  const { dataDir, database, role } = options;
  const directory = takeDataDirectory(dataDir);
  const whole =
    database === undefined ? openSqliteStorage(directory.databasePath) : await openPostgresStorage(database);
  const storage = role === 'unaudited' ? withoutAudit(whole) : whole;
  const vault = await openVault({
    storage,
    rootKey: directory.rootKey,
    now: () => new Date(),
    newId: (prefix) => `${prefix}_${String(process.hrtime.bigint())}`,
    account: { id: undefined, name: 'Bench' },
    keepAdminKey: (key) => directory.keepAdminKey(key),
  });
  const logger = pino({ level: 'info' }, { write() {} });
  const app = await createApp({ vault, logger, hosts: [] });
  const close = async () => {
    await app.close();
    await storage.close();
    directory.release();
  };
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), vault, rootKey: directory.rootKey, close };
}

async function answer(question: ServerQuestion): Promise<void> {
  if (question === 'stop') {
    await server.close();
    process.exit();
  }
  if (question === 'rotate') return rotate();
  const { user, system } = process.cpuUsage();
  const usage: ServerUsage = {
    cpuMs: (user + system) / 1000,
    rssMiB: process.memoryUsage.rss() / 2 ** 20,
  };
  process.send?.(usage);
}

/** The term, then the root key. */
async function rotate(): Promise<void> {
  const { vault, rootKey } = server;
  if (!vault || !rootKey) return;
  const actor = {
    accountId: 'vault',
    actorId: 'vault',
    actorRole: 'vault',
    requestId: 'bench',
  } as const;
  let damaged = 0;
  let wrapped = 0;
  for await (const step of rotateTerm(vault, actor)) {
    ({ damaged, wrapped } = step);
    process.send?.({ phase: step.phase === 'done' ? 'term' : step.phase, wrapped, damaged });
  }
  const next = newRootKeyIn(join(options.dataDir));
  for await (const step of rotateRootKey(vault, actor, next.rootKey)) {
    process.send?.({ phase: 'root', wrapped: step.wrapped, damaged });
  }
  next.adopt();
  vault.seal.rootKey = rootKey;
  process.send?.({ phase: 'done', wrapped, damaged } satisfies RotationStep);
}
