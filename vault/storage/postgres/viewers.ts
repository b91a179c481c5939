import { createOperations } from '../sql/operations/index.ts';
import { rowOperations } from '../sql/operations/stored-rows.ts';
import type { Database } from '../sql/database.ts';
import type { RowView } from '../stored-rows.ts';
import type { Queries } from '../sql/tables.ts';
import type { View } from '../operations.ts';
import { databaseOf } from './queries.ts';
import { ConnectionLost, type Session } from './session.ts';

const begin = 'begin isolation level repeatable read read only';

/** Reads the database in a few concurrent transactions, each seeing one committed state. */
export class Viewers {
  readonly #free: Session[];
  readonly #all: readonly Session[];
  readonly #queries: Queries;
  readonly #waiting: ((session: Session) => void)[] = [];

  constructor(sessions: readonly Session[], queries: Queries) {
    this.#all = sessions;
    this.#free = [...sessions];
    this.#queries = queries;
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#lookTwice((database) => work(createOperations(database)));
  }

  lookAtRows<T>(work: (view: RowView) => Promise<T>): Promise<T> {
    return this.#lookTwice((database) => work(rowOperations(database)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((session) => session.close()));
  }

  /** Retries a read once if the server disconnected. */
  async #lookTwice<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await this.#lookOnce(work);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return await this.#lookOnce(work);
    }
  }

  async #lookOnce<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      await session.hold();
      await session.run({ sql: begin, parameters: [] });
      const result = await work(databaseOf(this.#queries, (query) => session.run(query)));
      await session.commit();
      return result;
    } catch (error) {
      await session.abandon();
      throw error;
    } finally {
      this.#giveBack(session);
    }
  }

  async #take(): Promise<Session> {
    return this.#free.pop() ?? (await new Promise<Session>((resolve) => this.#waiting.push(resolve)));
  }

  #giveBack(session: Session): void {
    const next = this.#waiting.shift();
    if (next) next(session);
    else this.#free.push(session);
  }
}
