import { createHash } from 'node:crypto';
import type pg from 'pg';
import { StorageError } from '../storage-error.ts';
import { createClient, type OwnClient } from './client.ts';

/** SQL and its parameters, as compiled by kysely. */
export interface Statement<Row = unknown> {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Only carries the type. */
  readonly row?: Row;
}

/**
 * Explicit, because a server can have other defaults. Statements after a lock must see what was committed
 * before the lock was granted, so each statement needs its own snapshot.
 */
export const beginWriting = 'begin isolation level read committed read write';

/** The server refused a statement, which aborted the transaction or savepoint. */
export class ServerError extends StorageError {}

/** The server was unavailable or disconnected: the transaction is lost, or its outcome is unknown. */
export class ConnectionLost extends ServerError {}

/** Another process interfered; a retry of the same work can succeed. */
export class WorkCollided extends ServerError {}

/** A new connection, before its first use. */
export interface NewConnection {
  /** Whether the server is a standby. */
  readonly isReplica: boolean;
  readonly run: <Row>(statement: Statement<Row>) => Promise<readonly Row[]>;
}

/** Rejects if the connection must not be used. */
export type Greet = (connection: NewConnection) => Promise<void>;

/** One connection, opened on demand and reopened after a failure. Statements are pipelined. */
export class Session {
  readonly #config: pg.ClientConfig;
  readonly #greet: Greet;
  #client: Promise<pg.Client> | undefined;
  #current: OwnClient | undefined;
  #held = false;
  #closed = false;
  /** The id of the server process that handles the connection; set while connected. */
  processId: number | undefined;

  constructor(config: pg.ClientConfig, greet: Greet = async () => {}) {
    this.#config = config;
    this.#greet = greet;
  }

  /** @throws StorageError */
  async run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    if (asksForNothing(statement)) return [];
    const client = await this.connect();
    try {
      const { sql: text, parameters } = statement;
      const named = text.length < longestNamed ? { name: nameOf(text) } : {};
      this.#current?.gather();
      const { rows } = await client.query({ ...named, text, values: [...parameters] });
      // The driver does not know the row type; the compiled query does.
      return rows as readonly Row[];
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /** Sends statements without parameters in one message; their rows are discarded. @throws StorageError */
  async runTexts(text: string): Promise<void> {
    const client = await this.connect();
    try {
      this.#current?.gather();
      await client.query(text);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /**
   * Ends the transaction: anything sent from now on comes after the commit. A transaction that failed earlier
   * responds with a rollback. @throws StorageError
   */
  async commit(): Promise<void> {
    const client = await this.connect();
    this.#held = false;
    try {
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new ServerError('PostgreSQL rolled the transaction back');
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /**
   * Rolls back a transaction in which the server refused nothing; the connection stays open.
   * @throws StorageError
   */
  async rollback(): Promise<void> {
    await this.run({ sql: 'rollback', parameters: [] });
    this.#held = false;
  }

  /**
   * Until `commit` or `abandon`, everything uses this one connection. On another connection, statements would
   * be outside the transaction, and its commit would commit nothing.
   * @throws ConnectionLost
   */
  async hold(): Promise<void> {
    await this.connect();
    this.#held = true;
  }

  /** @throws ConnectionLost */
  connect(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new ConnectionLost('PostgreSQL is unreachable: closed'));
    if (this.#held && !this.#client) {
      return Promise.reject(new ConnectionLost('PostgreSQL is unreachable: the connection was lost'));
    }
    this.#client ??= this.#open();
    return this.#client;
  }

  /** Permanent: pending work must not reconnect, which would keep the process alive. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const current = this.#current;
    this.#forget(current);
    await current?.end();
  }

  /** Drops the connection, because pending work on it must not continue; the next use reconnects. */
  async abandon(): Promise<void> {
    this.#held = false;
    await this.#disconnect();
  }

  async #open(): Promise<pg.Client> {
    const own = createClient(this.#config);
    const { client } = own;
    this.#current = own;
    client.on('error', () => this.#forget(own));
    client.on('end', () => this.#forget(own));
    try {
      await client.connect();
      const processId = await greeted(client, this.#greet);
      if (this.#current === own) this.processId = processId;
      return client;
    } catch (error) {
      this.#forget(own);
      await own.end();
      throw toStorageError(error);
    }
  }

  /** The end of a connection may be reported only after the next one is already in use. */
  #forget(own: OwnClient | undefined): void {
    if (this.#current !== own) return;
    this.#current = undefined;
    this.#client = undefined;
    this.processId = undefined;
  }
}

/**
 * The id of the server process that handles the connection.
 * @throws StorageError if the connection must not be used
 */
export async function greeted(client: pg.Client, greet: Greet): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number; replica: boolean }>(
    'select pg_backend_pid() as pid, pg_is_in_recovery() as replica',
  );
  const [server] = rows;
  await greet({
    isReplica: server?.replica === true,
    // The driver does not know the row type; the compiled query does.
    run: async <Row>({ sql: text, parameters }: Statement<Row>) =>
      (await client.query({ text, values: [...parameters] })).rows as readonly Row[],
  });
  return server?.pid;
}

/** PostgreSQL stores no strings with U+0000, so a search for one finds nothing. @throws StorageError */
function asksForNothing({ sql, parameters }: Statement): boolean {
  if (!parameters.some(holdsNull)) return false;
  if (sql.startsWith('select')) return true;
  throw new StorageError('A text with the character U+0000 cannot be stored');
}

function holdsNull(parameter: unknown): boolean {
  return typeof parameter === 'string' ? parameter.includes('\0') : false;
}

/** Longer statements are rarely repeated. */
const longestNamed = 4000;

/** The server caches a statement's plan under its name. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha1').update(text).digest('base64url');
  if (names.size >= mostNames) names.clear();
  names.set(text, name);
  return name;
}

const names = new Map<string, string>();
const mostNames = 1000;

/** Server messages can repeat parameters, so only the error code is passed on. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'connection';
  if (code === '40001' || code === '40P01' || code === '55P03')
    return new WorkCollided(`PostgreSQL failed: ${code}`);
  const isOfServer = /^[0-9A-Z]{5}$/.test(code);
  const isLost = !isOfServer || code.startsWith('08') || code.startsWith('57P') || code === '25P03';
  return isLost
    ? new ConnectionLost(`PostgreSQL is unreachable: ${code}`)
    : new ServerError(`PostgreSQL failed: ${code}`);
}
