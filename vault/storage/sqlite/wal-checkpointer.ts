import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Connection } from './connection.ts';

/** Maximum number of pages that wait in the log before they are copied into the database. */
const mostWaiting = 2000;
/** Maximum number of pages added to the log while the thread copies, few enough to copy between groups. */
const mostLeft = 200;

/**
 * Copies the write-ahead log into the database on a separate thread, because copying waits for the disk much
 * longer than a commit does and would delay requests. Durability does not depend on it: a commit is durable
 * once it is in the log. If no thread can be started, SQLite copies in the middle of a commit, as it does by
 * default.
 */
export class WalCheckpointer {
  readonly #path: string;
  readonly #writer: Connection;
  #worker: Worker | undefined;
  #isGone: Promise<void> = Promise.resolve();
  #state: 'idle' | 'copying' | 'closed' = 'idle';

  constructor(path: string, writer: Connection) {
    this.#path = path;
    this.#writer = writer;
  }

  /** Called after every commit: starts copying if the log has grown long. */
  committed(): void {
    if (this.#state !== 'idle' || this.#writer.waitingPages() < mostWaiting) return;
    this.#state = 'copying';
    this.#worker ??= this.#startThread();
    this.#worker?.postMessage('copy');
  }

  /** Resolves once the thread has closed the database. */
  async close(): Promise<void> {
    this.#state = 'closed';
    // Keeps the process alive until then, even if nothing else is left to do.
    this.#worker?.ref();
    this.#worker?.postMessage('close');
    await this.#isGone;
  }

  #startThread(): Worker | undefined {
    try {
      const library = createRequire(import.meta.filename).resolve('better-sqlite3');
      const options = { eval: true, workerData: { library, path: this.#path } };
      const worker = new Worker(thread, { ...options, execArgv: [], env: {}, stdout: true, stderr: true });
      worker.unref();
      worker.on('message', (left: unknown) => this.#copied(left));
      worker.on('error', () => this.#doWithout());
      this.#isGone = new Promise((resolve) => {
        worker.once('exit', () => resolve());
      });
      return worker;
    } catch {
      this.#doWithout();
      return undefined;
    }
  }

  /**
   * SQLite restarts the log only when no pages are left, so the last few pages are copied between two groups.
   * Under heavy writes there are too many of them; the thread then copies again, and the log grows.
   */
  #copied(left: unknown): void {
    if (this.#state !== 'copying') return;
    if (typeof left === 'number' && left >= 0 && left <= mostLeft) setImmediate(() => this.#finish());
    else this.#state = 'idle';
  }

  #finish(): void {
    if (this.#state !== 'copying') return;
    // SQLite copies nothing within a transaction; the current one ends in this turn.
    if (this.#writer.inTransaction) return void setImmediate(() => this.#finish());
    this.#writer.copyLog();
    this.#state = 'idle';
  }

  #doWithout(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#writer.copyByItself();
  }
}

/**
 * The thread's code is a string, because each program of the product is one file. -1: the log could not be
 * copied now.
 */
const thread = `
const { parentPort, workerData } = require('node:worker_threads');
const Database = require(workerData.library);
const database = new Database(workerData.path, { fileMustExist: true, timeout: 0 });
database.pragma('synchronous = FULL');
database.pragma('wal_autocheckpoint = 0');
parentPort.on('message', (word) => {
  if (word === 'close') {
    database.close();
    parentPort.close();
    return;
  }
  let left = -1;
  try {
    const [{ log, checkpointed }] = database.pragma('wal_checkpoint(PASSIVE)');
    left = log - checkpointed;
  } catch {}
  parentPort.postMessage(left);
});
`;
