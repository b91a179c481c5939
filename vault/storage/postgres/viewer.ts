import { createOperations } from '../sql/operations/index.ts';
import type { Queries } from '../sql/tables.ts';
import type { View } from '../operations.ts';
import { databaseOf } from './queries.ts';
import { ConnectionLost, type Session } from './session.ts';

const begin = 'begin isolation level repeatable read read only';

/** Looks at the database, each time at one committed state, a few at once. */
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

  /** A look that the server broke off is made once more. */
  async look<T>(work: (view: View) => Promise<T>): Promise<T> {
    try {
      return await this.#lookOnce(work);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return await this.#lookOnce(work);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((session) => session.close()));
  }

  async #lookOnce<T>(work: (view: View) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      await session.run({ sql: begin, parameters: [] });
      const result = await work(createOperations(databaseOf(this.#queries, (query) => session.run(query))));
      await session.run({ sql: 'commit', parameters: [] });
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
