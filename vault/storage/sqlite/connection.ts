import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import { StorageError } from '../storage.ts';
import { failureOf } from './failure.ts';

/** The size of the log, in pages, at which SQLite copies it into the database in the middle of a commit. */
const longestLog = 16_000;
const longestLogAlone = 4000;

/** The SQL of some inserts depends on the number of rows; all other statements are far fewer. */
const keptStatements = 300;

export interface PreparedQuery<Row> {
  get(...parameters: readonly unknown[]): Row | undefined;
  run(...parameters: readonly unknown[]): void;
}

/** One SQLite connection with the settings required for durability and secrecy. */
export class Connection {
  readonly #database: Database.Database;
  readonly #commands = new Map<string, Database.Statement>();
  readonly #statements = new Map<string, Database.Statement>();
  #versions: Database.Statement | undefined;
  #waiting: Database.Statement<[], LogState> | undefined;
  #writes = 0;

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /** @throws StorageError */
  static openWriter(path: string): Connection {
    return guarded(() => {
      // SQLite creates its other files with the same mode as this one.
      closeSync(openSync(path, 'a', 0o600));
      const connection = new Connection(new Database(path, { timeout: 5000 }));
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma('secure_delete = ON');
      connection.pragma('foreign_keys = ON');
      connection.pragma('trusted_schema = OFF');
      // Far more than the checkpointer lets accumulate. Without a checkpointer, this rarely delays commits.
      connection.pragma(`wal_autocheckpoint = ${String(longestLog)}`);
      connection.#assertSettings();
      return connection;
    });
  }

  /** Opens a connection that sees what is committed, without waiting for the writer. @throws StorageError */
  static openReader(path: string): Connection {
    return guarded(() => new Connection(new Database(path, { readonly: true, timeout: 5000 })));
  }

  /** Returns every row of a query, or executes a statement. Repeated statements are compiled once. */
  run<Row>(query: CompiledQuery<Row>): Row[] {
    return guarded(() => {
      const statement = this.#statement(query.sql);
      if (!statement.readonly) this.#writes += 1;
      if (givesRows<Row>(statement)) return statement.all(...query.parameters);
      statement.run(...query.parameters);
      return [];
    });
  }

  /** Prepares a query for a hot path: compiled once, with new parameters for each use. */
  prepare<Row>(query: CompiledQuery<Row>): PreparedQuery<Row> {
    const statement = guarded(() => this.#database.prepare<unknown[], Row>(query.sql));
    return {
      get: (...parameters) => {
        if (!statement.readonly) this.#writes += 1;
        return guarded(() => statement.get(...parameters));
      },
      run: (...parameters) => {
        this.#writes += 1;
        guarded(() => statement.run(...parameters));
      },
    };
  }

  pragma(text: string): unknown {
    return guarded(() => this.#database.pragma(text, { simple: true }));
  }

  /** Changes after every commit of another connection; constant within a transaction. */
  dataVersion(): unknown {
    this.#versions ??= this.#database.prepare('PRAGMA data_version').pluck();
    return guarded(() => this.#versions?.get());
  }

  /** Pages of the write-ahead log that are not in the database yet; 0 if currently unknown. */
  waitingPages(): number {
    try {
      this.#waiting ??= this.#database.prepare<[], LogState>('PRAGMA wal_checkpoint(NOOP)');
      const { log = 0, checkpointed = 0 } = this.#waiting.get() ?? {};
      return log - checkpointed;
    } catch {
      // This runs after a commit, which is durable, so the caller must not get an error.
      return 0;
    }
  }

  /**
   * Copies the log into the database, except pages that older readers still need. Failures are retried next
   * time.
   */
  copyLog(): void {
    try {
      this.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // Commits are just as durable in the log.
    }
  }

  /** From now on, SQLite copies the log in the middle of a commit. */
  copyByItself(): void {
    this.pragma(`wal_autocheckpoint = ${String(longestLogAlone)}`);
  }

  /** Runs a command without parameters, such as `COMMIT`. */
  exec(sql: string): void {
    guarded(() => this.#command(sql).run());
  }

  /** Runs a synchronous transaction. */
  transaction(work: () => void): void {
    guarded(() => {
      this.#database.transaction(work).immediate();
    });
  }

  /** Incremented by every statement that may have changed something. */
  get writes(): number {
    return this.#writes;
  }

  /** Whether a transaction is open. The engine may have aborted it, for example because the disk is full. */
  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= keptStatements) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #command(sql: string): Database.Statement {
    const known = this.#commands.get(sql);
    if (known) return known;
    const command = this.#database.prepare(sql);
    this.#commands.set(sql, command);
    return command;
  }

  /** A reopened WAL database falls back to `synchronous = NORMAL` unless set otherwise. */
  #assertSettings(): void {
    const settings = { synchronous: 2, secure_delete: 1, journal_mode: 'wal', foreign_keys: 1 };
    for (const [name, expected] of Object.entries(settings)) {
      if (this.pragma(name) !== expected) throw new StorageError(`SQLite did not apply ${name}`);
    }
  }
}

interface LogState {
  readonly log: number;
  readonly checkpointed: number;
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw failureOf(error);
  }
}

/** Rows have the shape that the compiled query defines. */
function givesRows<Row>(statement: Database.Statement): statement is Database.Statement<unknown[], Row> {
  return statement.reader;
}
