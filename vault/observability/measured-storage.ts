import {
  type Ahead,
  type AuditedView,
  type Storage,
  StorageError,
  type Transaction,
  type View,
} from '../storage/storage.ts';
import { Histogram, type Series } from './histogram.ts';

/** Measures how long storage takes to make work durable, and whether storage is up. */
export class MeasuredStorage implements Storage {
  /** Time from the request for a transaction until it is durable, including waiting. */
  readonly commits = new Histogram(
    'agent_secrets_vault_commit_seconds',
    'Time until a transaction is durable, including waiting.',
  );
  readonly #storage: Storage;
  readonly #changes: Series;
  readonly #readings: Series;
  #isUp = true;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#changes = this.commits.series({ kind: 'change' });
    this.#readings = this.commits.series({ kind: 'read' });
  }

  /** Whether the latest operation succeeded. The vault itself performs one every few seconds. */
  get isUp(): boolean {
    return this.#isUp;
  }

  get engine() {
    return this.#storage.engine;
  }

  get history() {
    return this.#storage.history;
  }

  transact<T>(
    work: (tx: Transaction) => Promise<T>,
    ahead?: (view: Ahead) => readonly Promise<unknown>[],
  ): Promise<T> {
    return this.#timed(this.#changes, () => this.#storage.transact(work, ahead));
  }

  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    return this.#timed(this.#readings, () => this.#storage.transactReading(work));
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#storage.inTurn(work);
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return this.#watched(this.#storage.look(work));
  }

  findToken(digest: Buffer) {
    return this.#storage.findToken(digest);
  }

  findSession(digest: Buffer) {
    return this.#storage.findSession(digest);
  }

  eventsAfter(accountId: string, seq: number) {
    return this.#storage.eventsAfter(accountId, seq);
  }

  lastEventSeq() {
    return this.#storage.lastEventSeq();
  }

  onEvents(listener: () => void) {
    return this.#storage.onEvents(listener);
  }

  auditAfter(seq: number, limit: number) {
    return this.#storage.auditAfter(seq, limit);
  }

  compare() {
    return this.#watched(this.#storage.compare());
  }

  ping() {
    return this.#watched(this.#storage.ping());
  }

  close() {
    return this.#storage.close();
  }

  /** Most failing work is refused work, which changes nothing and reveals nothing about the disk. */
  async #timed<T>(series: Series, run: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await this.#watched(run());
    series.observe((performance.now() - started) / 1000);
    return result;
  }

  async #watched<T>(asked: Promise<T>): Promise<T> {
    try {
      const result = await asked;
      this.#isUp = true;
      return result;
    } catch (error) {
      if (error instanceof StorageError) this.#isUp = false;
      throw error;
    }
  }
}
