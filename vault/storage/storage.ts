import type { AuditRecord, EventRecord, FoundSession, FoundToken } from './records.ts';
import type { History } from './history.ts';
import type { Ahead, AuditedView, Transaction, View } from './operations.ts';

export type * from './operations.ts';
export { StorageError } from './storage-error.ts';

/** The storage engine, as reported to the operator. */
export interface StorageEngine {
  readonly name: 'SQLite' | 'PostgreSQL' | 'memory';
  /** Incremented when a new version of the program changes the schema. */
  readonly schemaVersion: number;
}

/**
 * The vault's storage, independent of the engine: a test suite checks every implementation against this
 * contract. Methods reject with a `StorageError` if the engine fails. Strings never contain the character
 * U+0000.
 */
export interface Storage {
  readonly engine: StorageEngine;
  /**
   * What this process has seen of the database. Every new connection is compared with it before its first
   * use, and so is every transaction that changes something or appends an entry.
   */
  readonly history: History;
  /**
   * Runs `work` in isolation and atomically. When the promise resolves, all changes are durable; when it
   * rejects, none are. `work` must await only methods of its transaction, and may be run again from the
   * start. `ahead` prefetches what `work` will read, so that a remote storage gets one query for many
   * callers.
   */
  transact<T>(
    work: (tx: Transaction) => Promise<T>,
    ahead?: (view: Ahead) => readonly Promise<unknown>[],
  ): Promise<T>;
  /**
   * Like {@link transact}, for work that changes nothing but appends audit entries, such as reading a value.
   * Many run together; each sees what is committed, and none runs while a change is incomplete.
   */
  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while no other process of the vault runs such work. For work that happens once in the life of
   * a vault and needs more than a transaction.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /**
   * For lists: reads one committed state that is no older than the call, without delaying any change. A
   * caller that audits the read appends the entry afterwards, before it returns the result.
   */
  look<T>(work: (view: View) => Promise<T>): Promise<T>;
  /** Reads what is committed at this moment; never cached. */
  findToken(digest: Buffer): Promise<FoundToken | undefined>;
  findSession(digest: Buffer): Promise<FoundSession | undefined>;
  /** Events of one account after `seq`, oldest first; `undefined` if some of them no longer exist. */
  eventsAfter(accountId: string, seq: number): Promise<readonly EventRecord[] | undefined>;
  lastEventSeq(): Promise<number>;
  /**
   * Calls the listener soon after events were committed by any process of the vault. Returns a function that
   * removes the listener.
   */
  onEvents(listener: () => void): () => void;
  /** At most `limit` entries of the audit log after `seq`, oldest first. */
  auditAfter(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /**
   * Compares the stored data with {@link history}. Rejects with `WentBack`, or if the storage is unavailable.
   */
  compare(): Promise<void>;
  /** Rejects if the storage is unavailable. */
  ping(): Promise<void>;
  /** Finishes pending work, then closes. */
  close(): Promise<void>;
}
