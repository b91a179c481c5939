import type { Session, Statement } from './session.ts';

/**
 * Statements whose answers nobody looks at. They travel in their order, so that what is asked after
 * them sees their effect; whether they succeeded is known at the end.
 */
export class Writes {
  readonly #session: Session;
  #underWay: Promise<unknown>[] = [];
  /** How many there were. */
  count = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Waits for rows where there are any. */
  async run<Row>(statement: Statement<Row>): Promise<readonly Row[]> {
    if (statement.sql.startsWith('select')) return this.#session.run(statement);
    this.count += 1;
    if (statement.sql.includes(' returning ')) return this.#session.run(statement);
    this.add(statement);
    return [];
  }

  add(statement: Statement): void {
    const running = this.#session.run(statement);
    // Heard of in `done`; until then it is no error that nobody waits for.
    running.catch(() => undefined);
    this.#underWay.push(running);
  }

  /** What failed so far was taken back. */
  forget(): void {
    this.#underWay = [];
  }

  /** @throws StorageError the first */
  async done(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
