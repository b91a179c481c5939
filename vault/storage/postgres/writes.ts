import type { Session, Statement } from './session.ts';

/**
 * Statements whose results are not needed. They are sent in order, so that later statements see their effect;
 * errors are reported only at the end.
 */
export class Writes {
  readonly #session: Session;
  #underWay: Promise<unknown>[] = [];
  /** Number of statements added. */
  count = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Waits only if the statement returns rows. */
  async run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    if (statement.sql.startsWith('select')) return this.#session.run(statement);
    this.count += 1;
    if (statement.sql.includes(' returning ')) return this.#session.run(statement);
    this.add(statement);
    return [];
  }

  add(statement: Statement): void {
    const running = this.#session.run(statement);
    // Reported by `done`; until then the rejection must not count as unhandled.
    running.catch(() => undefined);
    this.#underWay.push(running);
  }

  /** Drops all failures so far, because their statements were rolled back. */
  forget(): void {
    this.#underWay = [];
  }

  /** @throws StorageError for the first failure */
  async done(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
