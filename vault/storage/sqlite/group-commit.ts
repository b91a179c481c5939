import { StorageError } from '../storage.ts';
import type { Connection } from './connection.ts';

/** Bounds how long the first of a group waits for the last. */
const largestGroup = 256;

/** What one caller wants done in a group. */
export interface Work<T> {
  run(): Promise<T>;
  /** Called when `run` is through: writes what it left for the end. */
  finish(): void;
  /** Whether `run` may change something, and needs its changes taken back when it fails. */
  readonly changes: boolean;
}

interface Job extends Pick<Work<unknown>, 'finish' | 'changes'> {
  /** Gives what tells the caller of the result, once that is durable. */
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

/** Called around every job, so that what is remembered of the database stays true. */
export interface GroupObserver {
  /** At the start of every transaction, a shared read too. */
  begun(): void;
  /** Before a job; what it returns undoes what the job made remember. */
  beforeJob(changes: boolean): () => void;
  /** When all jobs are through. What it throws loses the group. */
  beforeCommit(): void;
  afterCommit(): void;
  afterRollback(): void;
}

/**
 * Runs jobs one after the other and commits many of them with one write to the disk.
 * Each has a savepoint: one that fails takes back its own changes only. Nobody hears of success
 * before the group is durable.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #observer: GroupObserver;
  readonly #waiting: Job[] = [];
  #busy: Promise<void> | undefined;
  #open = false;
  #reading = false;
  #failed = false;

  constructor(connection: Connection, observer: GroupObserver) {
    this.#connection = connection;
    this.#observer = observer;
  }

  run<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        run: async () => {
          const result = await work.run();
          return () => resolve(result);
        },
        finish: () => work.finish(),
        changes: work.changes,
        fail: reject,
      });
      this.#busy ??= this.#drain();
    });
  }

  /** Whether the last group was lost: the disk may be full, or broken. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether a group is open, with changes that may still be taken back. */
  get inProgress(): boolean {
    return this.#open;
  }

  /**
   * For reads between groups: those of one turn share a transaction, because taking SQLite's locks
   * costs more than reading. It ends with the turn or before the next group, so it is never behind.
   */
  shareRead(): void {
    if (this.#reading || this.#open) return;
    this.#connection.exec('BEGIN');
    this.#reading = true;
    this.#observer.begun();
    setImmediate(() => {
      try {
        this.#endRead();
      } catch {
        // The engine is down: the next read or group says so to somebody who asks.
      }
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#busy) await this.#busy;
    this.#endRead();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that arrive in the same turn share the commit.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      await this.#commit(this.#waiting.splice(0, largestGroup));
    }
    this.#busy = undefined;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const done: (() => void)[] = [];
    try {
      this.#endRead();
      this.#connection.exec('BEGIN IMMEDIATE');
      this.#open = true;
      this.#observer.begun();
      for (const job of jobs) {
        const settle = await (job.changes ? this.#runInSavepoint(job) : this.#runReading(job));
        if (settle) done.push(settle);
      }
      this.#observer.beforeCommit();
      this.#connection.exec('COMMIT');
      this.#open = false;
      this.#failed = false;
      this.#observer.afterCommit();
      for (const settle of done) settle();
    } catch (error) {
      for (const job of jobs) job.fail(error);
      this.#rollback();
    }
  }

  /** Nothing when the job failed and was told so. @throws StorageError when the group is lost. */
  async #runInSavepoint(job: Job): Promise<(() => void) | undefined> {
    const forget = this.#observer.beforeJob(job.changes);
    this.#connection.exec('SAVEPOINT job');
    try {
      const settle = await job.run();
      job.finish();
      this.#connection.exec('RELEASE job');
      return settle;
    } catch (error) {
      this.#assertOpen(error);
      this.#connection.exec('ROLLBACK TO job');
      this.#connection.exec('RELEASE job');
      forget();
      job.fail(error);
      return undefined;
    }
  }

  /** Before its end it has written nothing, so there is nothing to take back. */
  async #runReading(job: Job): Promise<(() => void) | undefined> {
    const forget = this.#observer.beforeJob(job.changes);
    let settle: () => void;
    try {
      settle = await job.run();
    } catch (error) {
      this.#assertOpen(error);
      forget();
      job.fail(error);
      return undefined;
    }
    job.finish();
    return settle;
  }

  #assertOpen(cause: unknown): void {
    if (!this.#connection.inTransaction) throw new StorageError('The group was rolled back', { cause });
  }

  #endRead(): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#connection.exec('COMMIT');
  }

  #rollback(): void {
    this.#open = false;
    this.#failed = true;
    try {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      this.#observer.afterRollback();
    } catch {
      // The engine is down: the next group finds out at its BEGIN and is refused.
    }
  }
}
