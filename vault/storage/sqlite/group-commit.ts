import { StorageError } from '../storage.ts';
import type { Connection } from './connection.ts';

/** Limits how long the first job of a group waits for the last. */
const largestGroup = 256;

/** A caller's work within a group. */
export interface Work<T> {
  run(): Promise<T>;
  /** Called after `run`: writes what it deferred to the end. */
  finish(): void;
  /** Whether `run` may make changes, which must then be rolled back if it fails. */
  readonly changes: boolean;
}

interface Job extends Pick<Work<unknown>, 'finish' | 'changes'> {
  /** Returns a function that reports the result to the caller, to be called once it is durable. */
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

/** How a group is run. `careful`: the changes of a job that fails are rolled back. */
type Manner = 'swift' | 'careful';

/** Called around every job, to keep caches of the database current. */
export interface GroupObserver {
  /** Called at the start of every transaction, including shared reads. */
  begun(): void;
  /** Called before a job; the returned function undoes the job's effect on the cache. */
  beforeJob(): () => void;
  /** Called after all jobs. If it throws, the group is lost. */
  beforeCommit(): Promise<void>;
  afterCommit(): void;
  afterRollback(): void;
}

/**
 * Runs jobs one after the other and commits many of them with one disk write. If a job fails, only its
 * changes are rolled back. Since failing jobs have rarely changed anything, a group first runs without
 * savepoints, and is rerun with them if needed. No result is reported before the group is durable.
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

  /** Whether the last group was lost: the disk may be full or faulty. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether a group is open, with changes that may still be rolled back. */
  get inProgress(): boolean {
    return this.#open;
  }

  /**
   * For reads between groups: reads in the same turn share a transaction, because acquiring SQLite's locks
   * costs more than reading. The transaction ends with the turn or before the next group, so it is never
   * stale.
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
        // The engine failed: the next read or group reports it to its caller.
      }
    });
  }

  /** Resolves when no work is waiting. */
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

  /**
   * Returns `undefined` if a job failed after it had changed something, so that the group must be rerun
   * carefully.
   */
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

  /** @throws StorageError if the group is lost */
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
      // The engine failed: the next group fails at its BEGIN.
    }
  }
}
