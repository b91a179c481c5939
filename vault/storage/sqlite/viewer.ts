import { createOperations } from '../sql/operations/index.ts';
import type { Queries } from '../sql/tables.ts';
import type { View } from '../operations.ts';
import { rowOperations } from '../sql/operations/stored-rows.ts';
import type { RowView } from '../stored-rows.ts';
import type { Connection } from './connection.ts';
import { databaseOf } from './queries.ts';

/** Reads the database on a connection of its own, in transactions that each see one committed state. */
export class Viewer {
  readonly #connection: Connection;
  readonly #view: View;
  readonly #rows: RowView;
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, queries: Queries) {
    this.#connection = connection;
    const database = databaseOf(connection, queries);
    this.#view = createOperations(database);
    this.#rows = rowOperations(database);
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#inTurn(() => work(this.#view));
  }

  lookAtRows<T>(work: (view: RowView) => Promise<T>): Promise<T> {
    return this.#inTurn(() => work(this.#rows));
  }

  async close(): Promise<void> {
    await this.#last;
    this.#connection.close();
  }

  /** One after the other, because a connection sees one state at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const looking = this.#last.then(() => this.#lookAlone(work));
    this.#last = looking.catch(() => undefined);
    return looking;
  }

  async #lookAlone<T>(work: () => Promise<T>): Promise<T> {
    this.#connection.exec('BEGIN');
    try {
      return await work();
    } finally {
      this.#connection.exec('COMMIT');
    }
  }
}
