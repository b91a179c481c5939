import { createOperations } from '../sql/operations/index.ts';
import type { Queries } from '../sql/tables.ts';
import type { View } from '../operations.ts';
import type { Connection } from './connection.ts';
import { databaseOf } from './queries.ts';

/** Looks at the database on a connection of its own, each time at one committed state. */
export class Viewer {
  readonly #connection: Connection;
  readonly #view: View;
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, queries: Queries) {
    this.#connection = connection;
    this.#view = createOperations(databaseOf(connection, queries));
  }

  /** One after the other: a connection sees one state at a time. */
  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    const looking = this.#last.then(() => this.#lookAlone(work));
    this.#last = looking.catch(() => undefined);
    return looking;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#connection.close();
  }

  async #lookAlone<T>(work: (view: View) => Promise<T>): Promise<T> {
    this.#connection.exec('BEGIN');
    try {
      return await work(this.#view);
    } finally {
      this.#connection.exec('COMMIT');
    }
  }
}
