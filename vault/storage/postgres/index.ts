import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { FoundToken } from '../records.ts';
import { createOperations, type Operations } from '../sql/operations/index.ts';
import type { Queries } from '../sql/tables.ts';
import { History } from '../history.ts';
import { notifyAll } from '../notify-all.ts';
import type { MovableStorage, RowStorage } from '../stored-rows.ts';
import { type Ahead, type AuditedView, StorageError, type Transaction, type View } from '../storage.ts';
import { atEndOfTurn, Coalescer } from './coalescer.ts';
import { configurationOf, patientConfiguration } from './configuration.ts';
import { EventListener } from './event-listener.ts';
import { GroupCommit } from './group-commit.ts';
import { HotPath } from './hot-path.ts';
import { locks, migrate, refuseReplica, requireSchema, schemaVersion } from './migrations.ts';
import { createQueries, databaseOf } from './queries.ts';
import {
  ConnectionLost,
  type Greet,
  type NewConnection,
  Session,
  type Statement,
  toStorageError,
} from './session.ts';
import { Viewers } from './viewers.ts';

/** Number of connections for list queries. */
const viewerCount = 3;
/** A health check must not wait long. */
const pingTimeout = 3000;

export interface OpenPostgresOptions {
  /** Whether to require exclusive use of the database, such as when a vault is moved. */
  readonly alone?: boolean;
  /**
   * If false, refuses a schema of another version, so that opening the database for reading changes nothing.
   */
  readonly migrating?: boolean;
}

/**
 * The storage for several vault processes: one PostgreSQL database, on the primary server. The URL configures
 * it: `postgres://user@host/database?sslmode=verify-full`. Migrates an older schema.
 * @throws StorageError
 */
export async function openPostgresStorage(
  url: string,
  { alone = false, migrating = true }: OpenPostgresOptions = {},
): Promise<MovableStorage> {
  const storage = new PostgresStorage(url, alone);
  try {
    await storage.open(migrating ? migrate : requireSchema);
    return storage;
  } catch (error) {
    await storage.close();
    throw toStorageError(error);
  }
}

class PostgresStorage implements MovableStorage {
  readonly engine = { name: 'PostgreSQL', schemaVersion } as const;
  readonly history = new History();
  readonly rows: RowStorage;
  readonly #patience: pg.ClientConfig;
  readonly #writer: Session;
  readonly #reader: Session;
  readonly #queries: Queries;
  readonly #read: Operations;
  readonly #group: GroupCommit;
  readonly #viewers: Viewers;
  readonly #events: EventListener;
  readonly #tokens: Coalescer<Buffer, FoundToken>;
  readonly #listeners = new Set<() => void>();

  constructor(url: string, alone: boolean) {
    const config = configurationOf(url);
    this.#patience = patientConfiguration(config);
    const queries = createQueries();
    const greet: Greet = (connection) => this.#greet(connection);
    this.#queries = queries;
    this.#writer = new Session(config, greet);
    this.#reader = new Session(config, greet);
    this.#read = createOperations(databaseOf(queries, (query) => this.#readAgain(query)));
    const hotPath = new HotPath();
    this.#group = new GroupCommit(this.#writer, queries, hotPath, this.history, () => this.#announce());
    this.#viewers = new Viewers(
      Array.from({ length: viewerCount }, () => new Session(config, greet)),
      queries,
    );
    const hear = (processId: number | undefined) => {
      if (processId === undefined || processId !== this.#writer.processId) this.#announce();
    };
    this.#events = new EventListener(config, hear, { alone, greet });
    this.rows = {
      look: (work) => this.#viewers.lookAtRows(work),
      change: (work) => this.#group.changeRows(work),
    };
    this.#tokens = new Coalescer(atEndOfTurn, (digests) =>
      again(() => hotPath.findTokens(this.#reader, digests)),
    );
  }

  /** `prepare` checks or migrates the schema. */
  async open(prepare: (session: Session) => Promise<void>): Promise<void> {
    const patient = new Session(this.#patience);
    try {
      await refuseReplica(this.#reader);
      await this.#events.start();
      await prepare(patient);
    } finally {
      await patient.close();
    }
    this.#group.moved = (await this.rows.look((view) => view.note('moved'))) ?? null;
    this.history.learn(await this.#read.auditHead());
  }

  transact<T>(
    work: (tx: Transaction) => Promise<T>,
    ahead?: (view: Ahead) => readonly Promise<unknown>[],
  ): Promise<T> {
    return this.#group.change(work, ahead);
  }

  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    return this.#group.read(work);
  }

  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const session = new Session(this.#patience);
    try {
      await session.run({ sql: `select pg_advisory_lock(${locks.first})`, parameters: [] });
      return await work();
    } finally {
      // Closing the connection releases the lock.
      await session.close();
    }
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#viewers.look(work);
  }

  findToken(digest: Buffer) {
    return this.#tokens.get(digest);
  }

  findSession(digest: Buffer) {
    return this.#read.findSession(digest);
  }

  eventsAfter(accountId: string, seq: number) {
    return this.#read.eventsAfter(accountId, seq);
  }

  lastEventSeq() {
    return this.#read.lastEventSeq();
  }

  onEvents(listener: () => void) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  auditAfter(seq: number, limit: number) {
    return this.#read.auditAfter(seq, limit);
  }

  compare() {
    return this.history.requireIn(this.#read);
  }

  async ping() {
    const asked = this.#readAgain({ sql: 'select 1', parameters: [] });
    const isLate = await Promise.race([asked.then(() => false), sleep(pingTimeout, true, { ref: false })]);
    if (isLate) throw new StorageError('PostgreSQL does not answer');
  }

  async close() {
    await this.#group.idle();
    const sessions = [this.#writer, this.#reader, this.#viewers, this.#events];
    await Promise.all(sessions.map((one) => one.close()));
  }

  /**
   * A server that replaces another one must have everything that this process has seen. A standby may still
   * be catching up, so it counts as unavailable. The operator can still read a refused database.
   */
  async #greet({ isReplica, run }: NewConnection): Promise<void> {
    const { known, fault } = this.history;
    if (!known || fault) return;
    if (isReplica) throw new ConnectionLost('PostgreSQL is unreachable: a replica answers');
    await this.history.requireIn(createOperations(databaseOf(this.#queries, run)));
  }

  #announce(): void {
    notifyAll(this.#listeners);
  }

  #readAgain<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    return again(() => this.#reader.run(statement));
  }
}

/** Retries a read once if the server disconnected, as it does during a restart. */
async function again<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return await read();
  }
}
