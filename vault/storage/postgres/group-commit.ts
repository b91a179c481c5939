import { setTimeout as sleep } from 'node:timers/promises';
import type { History } from '../history.ts';
import type { AuditHead, FoundToken, ReadableRecord, SecretRecord } from '../records.ts';
import { packEntries } from '../sql/audit-groups.ts';
import { type Changing, GroupChanges } from '../sql/operations/group-changes.ts';
import { createOperations } from '../sql/operations/index.ts';
import { rowOperations } from '../sql/operations/stored-rows.ts';
import type { Queries } from '../sql/tables.ts';
import type { RowTransaction } from '../stored-rows.ts';
import type { Database } from '../sql/database.ts';
import type { Ahead, AuditedView, SignEntry, Transaction } from '../operations.ts';
import { StorageError } from '../storage-error.ts';
import { Coalescer, whenAllHaveBegun } from './coalescer.ts';
import { beginAtChainEnd } from './chain-end.ts';
import { Retryable, SomethingRefused, Unsaved } from './group-errors.ts';
import type { HotPath, SecretPlace } from './hot-path.ts';
import { countEventsOn, databaseOf } from './queries.ts';
import { ConnectionLost, ServerError, type Session, WorkCollided } from './session.ts';
import { Writes } from './writes.ts';

/** Limits how long the first job of a group waits for the last. */
const largestGroup = 256;
/** Delays before retrying a group that ran into another process's lock or a broken connection. */
const pauses = [20, 100, 400, 1500];
const longestPatience = 4000;

type LookAhead = (view: Ahead) => readonly Promise<unknown>[];

interface Job {
  readonly changes: boolean;
  readonly ahead: LookAhead | undefined;
  /** Returns a function that reports the result to the caller, to be called once it is durable. */
  run(tx: Transaction, database: Database): Promise<() => void>;
  fail(error: unknown): void;
}

/**
 * How the changes of a group are run. `careful`: each change must succeed before the next begins, and one
 * that fails is rolled back alone.
 */
type Manner = 'swift' | 'careful';

/** What one run of a group leaves to be done when it ends. */
interface Outcome {
  readonly entries: SignEntry[];
  readonly settle: (() => void)[];
  readonly failures: (() => void)[];
  newEvents: boolean;
}

interface Writing {
  readonly done: Promise<unknown>;
  /** The end of the log after the commit. */
  readonly head: AuditHead;
}

/**
 * Runs many jobs in one transaction that locks the end of the audit log, so that the order of the log is the
 * order of events across all processes of the vault. Success is reported only once the group is durable.
 */
export class GroupCommit {
  readonly #session: Session;
  readonly #queries: Queries;
  /** For work that changes nothing; has no cache. */
  readonly #database: Database;
  readonly #operations: Changing;
  readonly #announce: () => void;
  readonly #history: History;
  readonly #waiting: Job[] = [];
  readonly #tokens: Coalescer<Buffer, FoundToken>;
  readonly #readables: Coalescer<SecretPlace, ReadableRecord>;
  readonly #writes: Writes;
  readonly #changes: GroupChanges;
  #busy: Promise<void> | undefined;
  /** Whether the last commit sent on the current connection succeeded. */
  #committed: Promise<boolean> = Promise.resolve(true);
  /**
   * Where the vault was moved, according to the database. Read when the database was opened, and expected not
   * to change.
   */
  moved: string | null = null;

  constructor(session: Session, queries: Queries, hotPath: HotPath, history: History, announce: () => void) {
    this.#session = session;
    this.#history = history;
    this.#queries = queries;
    this.#database = databaseOf(queries, (query) => session.run(query));
    const operations = createOperations(this.#database);
    this.#operations = {
      ...operations,
      appendEvent: (accountId, event) => operations.insertEvent(accountId, event),
    };
    this.#announce = announce;
    this.#tokens = new Coalescer(whenAllHaveBegun, (digests) => hotPath.findTokens(session, digests));
    this.#readables = new Coalescer(whenAllHaveBegun, (places) => hotPath.findReadables(session, places));
    const secrets = new Coalescer<SecretPlace, SecretRecord>(whenAllHaveBegun, (places) =>
      hotPath.findSecrets(session, places),
    );
    const findToken = (digest: Buffer) => this.#tokens.get(digest);
    const findSecret = (accountId: string, name: string) => secrets.get({ accountId, name });
    this.#writes = new Writes(session);
    const changing = databaseOf(queries, (query) => this.#writes.run(query));
    this.#changes = new GroupChanges({
      frequent: changing,
      other: changing,
      finders: { findToken, findSecret },
    });
  }

  change<T>(work: (tx: Transaction) => Promise<T>, ahead?: LookAhead): Promise<T> {
    return this.#add(true, work, ahead);
  }

  read<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    return this.#add(false, work);
  }

  changeRows<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    return this.#add(true, (tx, database) =>
      work({
        ...rowOperations(database, countEventsOn),
        appendAudit: (seal) => tx.appendAudit(seal),
      }),
    ).finally(() => this.#history.forget());
  }

  /** Resolves when no work is waiting. */
  async idle(): Promise<void> {
    while (this.#busy) await this.#busy;
    await this.#committed;
  }

  #add<T>(
    changes: boolean,
    work: (tx: Transaction, database: Database) => Promise<T>,
    ahead?: LookAhead,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async (tx: Transaction, database: Database) => {
        const result = await work(tx, database);
        return () => resolve(result);
      };
      this.#waiting.push({ changes, ahead, run, fail: reject });
      this.#busy ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that arrive in the same turn share the commit.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      await this.#commitWithRetries(this.#waiting.splice(0, largestGroup));
    }
    this.#busy = undefined;
  }

  async #commitWithRetries(jobs: readonly Job[]): Promise<void> {
    const start = performance.now();
    let manner: Manner = 'swift';
    for (const pause of [...pauses, undefined]) {
      let error = await this.#commit(jobs, manner);
      if (error instanceof Unsaved && jobs.length === 1) return jobs[0]?.fail(error.cause);
      if (error instanceof SomethingRefused || error instanceof Unsaved) {
        manner = 'careful';
        error = await this.#commit(jobs, manner);
      }
      if (error === undefined) return;
      // Callers are asked to retry before they time out on their own.
      const isLate = performance.now() - start > longestPatience;
      if (pause === undefined || isLate || !(error instanceof Retryable)) {
        for (const job of jobs) job.fail(error instanceof Retryable ? error.cause : error);
        return;
      }
      await sleep(pause);
    }
  }

  /**
   * Resolves once the commit is sent, so that the next group can follow without waiting for the disk. If
   * everything was rolled back, resolves to the error.
   */
  async #commit(jobs: readonly Job[], manner: Manner): Promise<unknown> {
    const outcome: Outcome = { entries: [], settle: [], failures: [], newEvents: false };
    const before = this.#committed;
    try {
      const head = await this.#beginAndRun(jobs, outcome, manner, before);
      const writing = this.#writeEntries(head, outcome);
      this.#committed = this.#end(jobs, outcome, writing, this.#session.commit());
      return undefined;
    } catch (error) {
      // If the previous commit failed, it closes the connection; that must not happen during the next
      // attempt.
      await before;
      if (error instanceof Unsaved && (await this.#takeBack())) return error;
      await this.#session.abandon();
      const canRepeat = error instanceof ConnectionLost || error instanceof WorkCollided;
      return canRepeat ? new Retryable(error) : error;
    }
  }

  /** Reports the results once they are durable; resolves to whether they are. Never rejects. */
  async #end(
    jobs: readonly Job[],
    { newEvents, settle, failures }: Outcome,
    { done, head }: Writing,
    committed: Promise<void>,
  ): Promise<boolean> {
    try {
      await Promise.all([done, committed]);
    } catch (error) {
      // It is unknown whether the group is durable, so it is neither acknowledged nor repeated.
      await this.#session.abandon();
      // The next group uses another connection.
      this.#committed = Promise.resolve(true);
      for (const job of jobs) job.fail(error);
      return false;
    }
    this.#history.learn(head);
    if (newEvents) this.#announce();
    for (const tell of [...settle, ...failures]) tell();
    return true;
  }

  /**
   * Sends reads right after the lock request, without waiting for it; their results arrive after the lock.
   * `before` is the commit of the previous group, whose result is known by then.
   */
  async #beginAndRun(
    jobs: readonly Job[],
    outcome: Outcome,
    manner: Manner,
    before: Promise<boolean>,
  ): Promise<AuditHead> {
    const changing = jobs.filter((job) => job.changes);
    const reading = jobs.filter((job) => !job.changes);
    // Statements that wait for a new connection would be sent in arbitrary order.
    await this.#session.hold();
    const first =
      changing.length > 0 ? () => this.#lookAhead(changing) : () => this.#runReadings(reading, outcome);
    const [begun, run] = await Promise.allSettled([this.#begin(), first()]);
    // The connection is gone, or is about to be closed.
    if (!(await before)) throw new ConnectionLost('PostgreSQL is unreachable: the commit before failed');
    // Without the lock, any other error is meaningless.
    if (begun.status === 'rejected') throw begun.reason;
    if (run.status === 'rejected') throw run.reason;
    if (changing.length > 0) {
      await this.#runChanges(changing, outcome, manner);
      await this.#runReadings(reading, outcome);
    }
    return begun.value;
  }

  async #lookAhead(jobs: readonly Job[]): Promise<void> {
    this.#writes.forget();
    this.#changes.begun();
    await Promise.all(jobs.flatMap(({ ahead }) => ahead?.(this.#changes.operations) ?? []));
  }

  /** Resolves to whether an entire group was rolled back on the connection that it used. */
  #takeBack(): Promise<boolean> {
    const done = Promise.all([this.#writes.done(), this.#session.rollback()]);
    return done.then(
      () => true,
      () => false,
    );
  }

  async #begin(): Promise<AuditHead> {
    const { head, moved } = await beginAtChainEnd(this.#session);
    this.#history.requireAt(head);
    if (moved !== this.moved) throw new StorageError('The vault of this database was moved elsewhere');
    return head;
  }

  /** Runs the changes in order, without waiting for statements that only write. @throws SomethingRefused */
  async #runChanges(jobs: readonly Job[], outcome: Outcome, manner: Manner): Promise<void> {
    try {
      for (const job of jobs) await this.#runChange(job, outcome, manner);
      await Promise.all([this.#changes.finish(), this.#writes.done()]);
    } catch (error) {
      const isKnown =
        error instanceof ConnectionLost || error instanceof WorkCollided || error instanceof Unsaved;
      if (isKnown || manner === 'careful' || !(error instanceof StorageError)) throw error;
      throw new SomethingRefused(error);
    }
  }

  async #runChange(job: Job, outcome: Outcome, manner: Manner): Promise<void> {
    const own: Outcome = { entries: [], settle: [], failures: [], newEvents: false };
    const { operations, database } = this.#changes;
    const writes = this.#writes;
    const undo = this.#changes.beforeJob();
    const before = writes.count;
    if (manner === 'careful') writes.add({ sql: 'savepoint job', parameters: [] });
    try {
      own.settle.push(await job.run(this.#changing(own, operations), database));
      if (manner === 'careful') {
        // Must precede the release, because afterwards there is no savepoint to return to.
        await writes.done();
        writes.add({ sql: 'release job', parameters: [] });
      }
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof WorkCollided) throw error;
      // The failed statement may belong to an earlier job; the careful run determines which one.
      if (manner === 'swift' && error instanceof ServerError) throw error;
      if (manner === 'swift' && writes.count !== before) throw new Unsaved(error);
      undo();
      if (manner === 'careful') {
        writes.forget();
        await this.#session.run({ sql: 'rollback to job', parameters: [] });
      }
      outcome.failures.push(() => job.fail(error));
      return;
    }
    outcome.entries.push(...own.entries);
    outcome.settle.push(...own.settle);
    outcome.newEvents ||= own.newEvents;
  }

  async #runReadings(jobs: readonly Job[], outcome: Outcome): Promise<void> {
    await Promise.all(jobs.map((job) => this.#runReading(job, outcome)));
  }

  async #runReading(job: Job, outcome: Outcome): Promise<void> {
    const own: Outcome = { entries: [], settle: [], failures: [], newEvents: false };
    try {
      outcome.settle.push(await job.run(this.#reading(own), this.#database));
      outcome.entries.push(...own.entries);
    } catch (error) {
      // The server has aborted the transaction, and with it the work of all other jobs.
      if (error instanceof ServerError) throw error;
      outcome.failures.push(() => job.fail(error));
    }
  }

  #changing(own: Outcome, operations: Changing): Transaction {
    return {
      ...operations,
      findReadable: (accountId, name) => this.#readables.get({ accountId, name }),
      appendAudit: async (seal) => {
        own.entries.push(seal);
      },
      appendEvent: async (accountId, event) => {
        await operations.appendEvent(accountId, event);
        own.newEvents = true;
      },
    };
  }

  /** Has no cache, because other jobs of the same group may have made changes. */
  #reading(own: Outcome): Transaction {
    return { ...this.#changing(own, this.#operations), findToken: (digest) => this.#tokens.get(digest) };
  }

  /** Everything has been sent when this returns, so the commit can follow without waiting. */
  #writeEntries(first: AuditHead, { entries, newEvents }: Outcome): Writing {
    let head = first;
    const sealed = entries.map((seal) => {
      const entry = seal(head);
      head = { seq: entry.seq, mac: entry.mac };
      return entry;
    });
    const writes = new Writes(this.#session);
    if (newEvents) writes.add({ sql: `select pg_notify('vault_events', '')`, parameters: [] });
    const row = packEntries(sealed);
    if (row) writes.add(this.#queries.insertInto('audit_groups').values(row).compile());
    return { done: writes.done(), head };
  }
}
