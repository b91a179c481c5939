import { sql } from 'kysely';
import type { AuditHead, AuditRecord } from '../records.ts';
import { packEntries } from '../sql/audit-groups.ts';
import type { Database } from '../sql/database.ts';
import { GroupChanges } from '../sql/operations/group-changes.ts';
import { createOperations, type Operations } from '../sql/operations/index.ts';
import { endOfLog } from '../sql/operations/log.ts';
import { rowOperations } from '../sql/operations/stored-rows.ts';
import type { Queries } from '../sql/tables.ts';
import { History } from '../history.ts';
import { notifyAll } from '../notify-all.ts';
import type { MovableStorage, RowStorage, RowTransaction } from '../stored-rows.ts';
import type { AuditedView, SignEntry, Transaction, View } from '../storage.ts';
import { WalCheckpointer } from './wal-checkpointer.ts';
import { Connection } from './connection.ts';
import { FileIdentity } from './file-identity.ts';
import { GroupCommit } from './group-commit.ts';
import { HotRows, prepareFindReadable, prepareFindToken } from './hot-rows.ts';
import { migrate, schemaVersion } from './migrations.ts';
import { createQueries, databaseOf } from './queries.ts';
import { Viewer, Viewers } from './viewers.ts';

/** The embedded storage: one SQLite file, used by this process only. @throws StorageError */
export function openSqliteStorage(path: string): MovableStorage {
  const queries = createQueries();
  const writer = Connection.openWriter(path);
  migrate(writer);
  return new SqliteStorage(path, writer, queries);
}

class SqliteStorage implements MovableStorage {
  readonly engine = { name: 'SQLite', schemaVersion } as const;
  readonly history = new History();
  readonly rows: RowStorage;
  readonly #path: string;
  readonly #files: FileIdentity;
  readonly #writer: Connection;
  readonly #walCheckpointer: WalCheckpointer;
  readonly #reader: Connection;
  readonly #viewer: Viewers;
  readonly #read: Operations;
  readonly #queries: Queries;
  readonly #transaction: Transaction;
  readonly #group: GroupCommit;
  readonly #listeners = new Set<() => void>();
  readonly #findWhenIdle: ReturnType<typeof prepareFindToken>;
  readonly #findWhenBusy: ReturnType<typeof prepareFindToken>;
  readonly #rows: HotRows;
  readonly #changes: GroupChanges;
  /** Unknown after a group was lost or another connection has written; the next entry then reads it again. */
  #head: AuditHead | undefined;
  #newEvents = false;
  /** Entries of the current job, to be appended when it is done. */
  #entries: SignEntry[] = [];
  /** Entries of the current group, written together at its end. */
  #sealed: AuditRecord[] = [];

  constructor(path: string, writer: Connection, queries: Queries) {
    const walCheckpointer = new WalCheckpointer(path, writer);
    const reader = Connection.openReader(path);
    const viewer = new Viewers(() => new Viewer(Connection.openReader(path), queries));
    this.#path = path;
    this.#writer = writer;
    this.#walCheckpointer = walCheckpointer;
    this.#reader = reader;
    this.#viewer = viewer;
    this.#read = createOperations(databaseOf(reader, queries));
    this.#queries = queries;
    this.#head = this.#readAuditHead();
    this.history.learn(this.#head);
    this.#files = new FileIdentity(path);
    this.#rows = new HotRows(writer);
    this.#findWhenIdle = this.#rows.tokens(prepareFindToken(writer, queries));
    this.#findWhenBusy = prepareFindToken(reader, queries);
    this.#changes = new GroupChanges({
      frequent: databaseOf(writer, queries),
      other: this.#database(),
      changed: (secretId) => this.#rows.changed(secretId),
    });
    this.#transaction = this.#createTransaction();
    this.rows = {
      look: (work) => viewer.lookAtRows(work),
      change: (work) => this.#changeRows(work),
    };
    this.#group = new GroupCommit(writer, {
      begun: () => {
        this.#sealed = [];
        if (this.#rows.look()) this.#head = undefined;
        this.#changes.begun();
      },
      beforeCommit: async () => {
        await this.#changes.finish();
        this.#writeEntries();
        this.#requireSame();
      },
      beforeJob: () => this.#rememberState(),
      afterCommit: () => {
        if (this.#head) this.history.learn(this.#head);
        this.#announceEvents();
        walCheckpointer.committed();
      },
      afterRollback: () => this.#forget(),
    });
  }

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const run = () => work(this.#transaction);
    return this.#group.run({ run, finish: () => this.#appendEntries(), changes: true });
  }

  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    const run = () => work(this.#transaction);
    return this.#group.run({ run, finish: () => this.#appendEntries(), changes: false });
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#viewer.look(work);
  }

  /**
   * The writer has the pages cached, but in the middle of a group it sees changes that may be rolled back.
   */
  async findToken(digest: Buffer) {
    if (this.#group.inProgress) return this.#findWhenBusy(digest);
    this.#group.shareRead();
    return this.#findWhenIdle(digest);
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

  /** Uses a separate connection, because the others may return cached data. */
  async compare() {
    this.#requireSame();
    const connection = Connection.openReader(this.#path);
    try {
      await this.history.requireIn(createOperations(databaseOf(connection, this.#queries)));
    } finally {
      connection.close();
    }
  }

  async ping() {
    this.#reader.run(sql`select count(*) from meta`.compile(this.#queries));
    // Only a write shows whether the failure is over.
    if (this.#group.failed) await this.#writeNothing();
  }

  async close() {
    await this.#group.idle();
    await this.#viewer.close();
    await this.#walCheckpointer.close();
    this.#reader.close();
    this.#writer.close();
  }

  /** All jobs share one, because they run one after the other. */
  #createTransaction(): Transaction {
    const { operations } = this.#changes;
    const findReadable = this.#rows.secrets(prepareFindReadable(this.#writer, this.#queries));
    return {
      ...operations,
      findToken: async (digest) => this.#findWhenIdle(digest),
      findReadable: async (accountId, name) => findReadable(accountId, name),
      appendAudit: async (seal) => {
        this.#entries.push(seal);
      },
      appendEvent: async (accountId, event) => {
        await operations.appendEvent(accountId, event);
        this.#newEvents = true;
      },
    };
  }

  /**
   * The writer, for all but frequent work. Frequent work changes no token, account or person, except fields
   * that no decision depends on, and reports which secret it changes. Statements run through this one can
   * change any row.
   */
  #database(): Database {
    const database = databaseOf(this.#writer, this.#queries);
    return {
      ...database,
      run: (query) => {
        if (!query.sql.startsWith('select')) this.#rows.writes(query);
        return database.run(query);
      },
    };
  }

  /** Rows of the log may be inserted along with others, unless earlier jobs have added their own entries. */
  #changeRows<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    const rows = rowOperations(this.#changes.database);
    const run = () => work({ ...rows, appendAudit: (seal) => this.#transaction.appendAudit(seal) });
    const finish = () => {
      if (this.#sealed.length === 0) this.#head = this.#readAuditHead();
      this.#appendEntries();
    };
    return this.#group.run({ run, finish, changes: true }).finally(() => this.history.forget());
  }

  /** Called before a commit, which would be lost if the files had been replaced. @throws WentBack */
  #requireSame(): void {
    this.history.requireIntact();
    if (this.#files.isKept()) return;
    throw this.history.refuse('The database file was replaced or deleted while the vault used it.');
  }

  /** A commit that changes nothing but writes to the disk like any other. */
  #writeNothing(): Promise<void> {
    const run = async (): Promise<void> => {
      const version = Number(this.#writer.pragma('user_version'));
      this.#writer.exec(`pragma user_version = ${String(version)}`);
    };
    return this.#group.run({ run, finish: () => undefined, changes: true });
  }

  #appendEntries(): void {
    for (const seal of this.#entries) {
      const entry = seal(this.#head ?? this.#lookUpHead());
      this.#sealed.push(entry);
      this.#head = { seq: entry.seq, mac: entry.mac };
    }
  }

  #writeEntries(): void {
    const row = packEntries(this.#sealed);
    this.#sealed = [];
    if (row) this.#writer.run(this.#queries.insertInto('audit_groups').values(row).compile());
  }

  #rememberState(): () => void {
    const undoChanges = this.#changes.beforeJob();
    const head = this.#head;
    const newEvents = this.#newEvents;
    const sealed = this.#sealed.length;
    this.#entries = [];
    return () => {
      this.#sealed.length = sealed;
      this.#head = head;
      this.#newEvents = newEvents;
      undoChanges();
    };
  }

  #announceEvents(): void {
    if (!this.#newEvents) return;
    this.#newEvents = false;
    notifyAll(this.#listeners);
  }

  #forget(): void {
    this.#newEvents = false;
    this.#head = undefined;
  }

  /** Called when another connection has written, or a group was lost. @throws WentBack */
  #lookUpHead(): AuditHead {
    const head = this.#readAuditHead();
    this.history.requireAt(head);
    return head;
  }

  #readAuditHead(): AuditHead {
    const [head] = this.#writer.run(sql.raw<AuditHead>(endOfLog).compile(this.#queries));
    return head ?? { seq: 0, mac: Buffer.alloc(32) };
  }
}
