import type { FoundToken } from '../records.ts';
import { createOperations, type Operations } from '../sql/operations/index.ts';
import { tellAll } from '../tell-all.ts';
import type { AuditedView, Storage, Transaction, View } from '../storage.ts';
import { Coalescer } from './coalescer.ts';
import { configurationOf } from './configuration.ts';
import { EventListener } from './event-listener.ts';
import { GroupCommit } from './group-commit.ts';
import { findTokens } from './hot-path.ts';
import { migrate, schemaVersion } from './migrations.ts';
import { createQueries, databaseOf } from './queries.ts';
import { ConnectionLost, Session, type Statement, toStorageError } from './session.ts';
import { Viewers } from './viewer.ts';

/** How many lists are read at once. */
const viewerCount = 3;

/**
 * The storage for several vault processes: one PostgreSQL database, the primary server. The URL says
 * how: `postgres://user@host/database?sslmode=verify-full`. Brings the schema forward when it is older.
 * @throws StorageError
 */
export async function openPostgresStorage(url: string): Promise<Storage> {
  const storage = new PostgresStorage(url);
  try {
    await storage.open();
    return storage;
  } catch (error) {
    await storage.close();
    throw toStorageError(error);
  }
}

class PostgresStorage implements Storage {
  readonly engine = { name: 'PostgreSQL', schemaVersion } as const;
  readonly #writer: Session;
  readonly #reader: Session;
  readonly #read: Operations;
  readonly #group: GroupCommit;
  readonly #viewers: Viewers;
  readonly #events: EventListener;
  readonly #tokens: Coalescer<Buffer, FoundToken>;
  readonly #listeners = new Set<() => void>();

  constructor(url: string) {
    const config = configurationOf(url);
    const queries = createQueries();
    this.#writer = new Session(config);
    this.#reader = new Session(config);
    this.#read = createOperations(databaseOf(queries, (query) => this.#readAgain(query)));
    this.#group = new GroupCommit(this.#writer, queries, () => this.#announce());
    this.#viewers = new Viewers(
      Array.from({ length: viewerCount }, () => new Session(config)),
      queries,
    );
    this.#events = new EventListener(config, (processId) => {
      if (processId === undefined || processId !== this.#writer.processId) this.#announce();
    });
    this.#tokens = new Coalescer((digests) => again(() => findTokens(this.#reader, digests)));
  }

  async open(): Promise<void> {
    await migrate(this.#writer);
    await this.#events.start();
  }

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#group.change(work);
  }

  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    return this.#group.read(work);
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

  async ping() {
    await this.#readAgain({ sql: 'select 1', parameters: [] });
  }

  async close() {
    await this.#group.idle();
    const sessions = [this.#writer, this.#reader, this.#viewers, this.#events];
    await Promise.all(sessions.map((one) => one.close()));
  }

  #announce(): void {
    tellAll(this.#listeners);
  }

  #readAgain<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    return again(() => this.#reader.run(statement));
  }
}

/** What only reads is asked once more when the server broke off, as it does when it is started anew. */
async function again<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return await read();
  }
}
