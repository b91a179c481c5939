import type { AuditRecord, EventRecord, FoundSession, FoundToken } from './records.ts';
import type { History } from './history.ts';
import type { Ahead, AuditedView, Transaction, View } from './operations.ts';

export type * from './operations.ts';
export { StorageError } from './storage-error.ts';

/** The storage engine, as shown to its operator. */
export interface StorageEngine {
  readonly name: 'SQLite' | 'PostgreSQL' | 'memory';
  /** Incremented when the program changes the schema. */
  readonly schemaVersion: number;
}

/**
 * The vault's storage. Independent of the engine: a test suite checks every implementation against this
 * contract. Methods reject with a `StorageError` if the engine fails. Texts never contain the character
 * U+0000.
 */
export interface Storage {
  readonly engine: StorageEngine;
  /**
   * What this process knows of the database. Every new connection is compared with it before its first use,
   * and so is every transaction that changes something or appends an entry.
   */
  readonly history: History;
  /**
   * Runs `work` in isolation and atomically. When the promise resolves, the changes are durable; when it
   * rejects, none of them is. `work` must await only methods of its transaction, and may be run again from
   * the start. `ahead` prefetches what `work` will read, so that a remote storage is queried once for many
   * callers.
   */
  transact<T>(
    work: (tx: Transaction) => Promise<T>,
    ahead?: (view: Ahead) => readonly Promise<unknown>[],
  ): Promise<T>;
  /**
   * The same for work that changes nothing but appends audit entries, such as reading a value: many run
   * together, each on what is committed, none while a change is incomplete.
   */
  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while no other process of the vault runs such work: for one-time work in the life of a vault
   * that needs more than a transaction.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Reads one committed state that is no older than the call, without delaying any change: for lists. A
   * caller that audits the read appends the entry afterwards, before it returns the result.
   */
  look<T>(work: (view: View) => Promise<T>): Promise<T>;
  /** Reads what is committed at this moment; never cached. */
  findToken(digest: Buffer): Promise<FoundToken | undefined>;
  findSession(digest: Buffer): Promise<FoundSession | undefined>;
  /** Events of one account after `seq`, oldest first; `undefined` if some of them are gone. */
  eventsAfter(accountId: string, seq: number): Promise<readonly EventRecord[] | undefined>;
  lastEventSeq(): Promise<number>;
  /**
   * Calls back soon after events were committed, by any process of the vault. Returns a function that removes
   * the listener.
   */
  onEvents(listener: () => void): () => void;
  /** Entries of the audit log after `seq`, oldest first, at most `limit`. */
  auditAfter(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /**
   * Compares what is stored now with {@link history}. Rejects with `WentBack`, or if the storage is
   * unavailable.
   */
  compare(): Promise<void>;
  /** Rejects if the storage is unavailable. */
  ping(): Promise<void>;
  /** Finishes pending work, then closes. */
  close(): Promise<void>;
}
