import type { AuditRecord, EventRecord, FoundSession, FoundToken } from './records.ts';
import type { History } from './history.ts';
import type { Ahead, AuditedView, Transaction, View } from './operations.ts';

export type * from './operations.ts';
export { StorageError } from './storage-error.ts';

/** What keeps the data, for its operator to see. */
export interface StorageEngine {
  readonly name: 'SQLite' | 'PostgreSQL' | 'memory';
  /** Grows with versions of the program that keep things in another way. */
  readonly schemaVersion: number;
}

/**
 * Where the vault keeps things. Engine-neutral: a test suite holds every implementation to this contract.
 * Methods reject with a `StorageError` when the engine fails. No text holds the character U+0000.
 */
export interface Storage {
  readonly engine: StorageEngine;
  /**
   * What this process knows of the database. Every new connection is compared with it before it answers,
   * and so is every transaction that changes something or leaves an entry.
   */
  readonly history: History;
  /**
   * Runs `work` as if it were alone, all or nothing. When the promise resolves, the changes are
   * durable; when it rejects, none of them is. `work` must await nothing but methods of its
   * transaction, and may be run again from the start. `ahead` asks for what `work` is going to ask for:
   * a storage far away is asked once for all that many want.
   */
  transact<T>(
    work: (tx: Transaction) => Promise<T>,
    ahead?: (view: Ahead) => readonly Promise<unknown>[],
  ): Promise<T>;
  /**
   * The same for work that changes nothing but leaves audit entries, such as reading a value: many
   * run together, each on what is committed, none while a change is half done.
   */
  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while no other process of the vault runs such work: for what is done once in the life
   * of a vault and needs more than a transaction.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Looks at one committed state that is no older than the call, without holding up any change:
   * for lists. Whoever audits it appends the entry afterwards, before it answers.
   */
  look<T>(work: (view: View) => Promise<T>): Promise<T>;
  /** Reads what is committed at this moment; never a cache. */
  findToken(digest: Buffer): Promise<FoundToken | undefined>;
  findSession(digest: Buffer): Promise<FoundSession | undefined>;
  /** Events of one account after `seq`, oldest first; `undefined` when some of them are gone. */
  eventsAfter(accountId: string, seq: number): Promise<readonly EventRecord[] | undefined>;
  lastEventSeq(): Promise<number>;
  /** Calls back soon after events were committed, by any process of the vault. Returns what ends it. */
  onEvents(listener: () => void): () => void;
  /** Entries of the audit log after `seq`, oldest first, at most `limit`. */
  auditAfter(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /** Compares what is stored now with {@link history}. Rejects with `WentBack`, or if the storage cannot answer. */
  compare(): Promise<void>;
  /** Rejects when the storage cannot answer. */
  ping(): Promise<void>;
  /** Finishes what was begun, then closes. */
  close(): Promise<void>;
}
