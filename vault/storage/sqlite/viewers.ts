import type { View } from '../operations.ts';
import type { RowView } from '../stored-rows.ts';
import { createOperations } from '../sql/operations/index.ts';
import type { Queries } from '../sql/tables.ts';
import { rowOperations } from '../sql/operations/stored-rows.ts';
import type { Connection } from './connection.ts';
import { databaseOf } from './queries.ts';

/** Maximum number of concurrent long lists; others wait. */
const most = 4;

interface Taken {
  readonly viewer: Viewer;
  looks: number;
}

/** Several viewers, so that a long read does not block others. Each is opened on demand. */
export class Viewers {
  readonly #open: () => Viewer;
  readonly #all: Taken[];

  constructor(open: () => Viewer) {
    this.#open = open;
    this.#all = [{ viewer: open(), looks: 0 }];
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#with((viewer) => viewer.look(work));
  }

  lookAtRows<T>(work: (view: RowView) => Promise<T>): Promise<T> {
    return this.#with((viewer) => viewer.lookAtRows(work));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ viewer }) => viewer.close()));
  }

  async #with<T>(use: (viewer: Viewer) => Promise<T>): Promise<T> {
    const taken = this.#leastBusy();
    taken.looks += 1;
    try {
      return await use(taken.viewer);
    } finally {
      taken.looks -= 1;
    }
  }

  #leastBusy(): Taken {
    const [first, ...others] = this.#all.toSorted((one, other) => one.looks - other.looks);
    if (first && (first.looks === 0 || others.length + 1 >= most)) return first;
    const added = { viewer: this.#open(), looks: 0 };
    this.#all.push(added);
    return added;
  }
}

/** Reads the database on a separate connection, in transactions that each see one committed state. */
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

  /** Runs one after the other, because a connection sees one state at a time. */
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
