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

/** How a group is run. `careful`: a job that fails takes back what it has changed. */
type Manner = 'swift' | 'careful';

/** Called around every job, so that what is remembered of the database stays true. */
export interface GroupObserver {
  /** At the start of every transaction, a shared read too. */
  begun(): void;
  /** Before a job; what it returns undoes what the job made remember. */
  beforeJob(): () => void;
  /** When all jobs are through. What it throws loses the group. */
  beforeCommit(): Promise<void>;
  afterCommit(): void;
  afterRollback(): void;
}

/**
 * Runs jobs one after the other and commits many of them with one write to the disk. A job that fails
 * takes back its own changes only: nearly none has made any by then, so a group runs without savepoints,
 * and runs again with them when it turns out to need them. Nobody hears of anything before the group is
 * durable.
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
    try {
      this.#endRead();
      const swift = jobs.length > 1 ? await this.#run(jobs, 'swift') : undefined;
      const tell = swift ?? (await this.#run(jobs, 'careful')) ?? [];
      this.#failed = false;
      this.#observer.afterCommit();
      for (const settle of tell) settle();
    } catch (error) {
      for (const job of jobs) job.fail(error);
      this.#failed = true;
      this.#rollback();
    }
  }

  /** Nothing when a job that had changed something failed, and the group has to be run carefully. */
  async #run(jobs: readonly Job[], manner: Manner): Promise<readonly (() => void)[] | undefined> {
    const tell: (() => void)[] = [];
    this.#connection.exec('BEGIN IMMEDIATE');
    this.#open = true;
    this.#observer.begun();
    for (const job of jobs) {
      const settle = await this.#runJob(job, manner);
      if (!settle) {
        this.#rollback();
        return undefined;
      }
      tell.push(settle);
    }
    await this.#observer.beforeCommit();
    this.#connection.exec('COMMIT');
    this.#open = false;
    return tell;
  }

  /** @throws StorageError when the group is lost */
  async #runJob(job: Job, manner: Manner): Promise<(() => void) | undefined> {
    const forget = this.#observer.beforeJob();
    const isSaved = job.changes && manner === 'careful';
    const before = this.#connection.writes;
    if (isSaved) this.#connection.exec('SAVEPOINT job');
    try {
      const settle = await job.run();
      job.finish();
      if (isSaved) this.#connection.exec('RELEASE job');
      return settle;
    } catch (error) {
      this.#assertOpen(error);
      if (isSaved) {
        this.#connection.exec('ROLLBACK TO job');
        this.#connection.exec('RELEASE job');
      } else if (this.#connection.writes !== before) return undefined;
      forget();
      return () => job.fail(error);
    }
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
    try {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      this.#observer.afterRollback();
    } catch {
      // The engine is down: the next group finds out at its BEGIN and is refused.
    }
  }
}
