import type { AuditHead } from './records.ts';
import { StorageError } from './storage-error.ts';

/**
 * The database lacks something that this process has seen in it: it was replaced by an older copy or by
 * another database.
 */
export class WentBack extends StorageError {}

/** Looks up at most `limit` entries after `seq`. */
interface Log {
  auditAfter(seq: number, limit: number): Promise<readonly AuditHead[]>;
}

/**
 * What one process has seen of the audit log: the newest entry that it committed or read. Once the database
 * is found to lack that entry, nothing is written any more, even if the right database comes back.
 */
export class History {
  readonly #listeners = new Set<(fault: WentBack) => void>();
  #known: AuditHead | undefined;
  #fault: WentBack | undefined;

  /** `undefined` until an entry is known. */
  get known(): AuditHead | undefined {
    return this.#known;
  }

  /** Why this database is refused. */
  get fault(): WentBack | undefined {
    return this.#fault;
  }

  /** Records a durable entry. */
  learn(head: AuditHead): void {
    if (!this.#known || head.seq > this.#known.seq) this.#known = head;
  }

  /** For a program that replaces the log itself, such as one that moves a vault. */
  forget(): void {
    this.#known = undefined;
  }

  /** Compares the newest known entry with the end of the log, as read by a transaction. @throws WentBack */
  requireAt(head: AuditHead): void {
    this.requireIntact();
    const known = this.#known;
    if (!known || head.seq > known.seq) return;
    if (head.seq < known.seq || !head.mac.equals(known.mac)) throw this.#refuseWithout(known);
  }

  /** Looks up the newest known entry. @throws WentBack */
  async requireIn(log: Log): Promise<void> {
    this.requireIntact();
    const known = this.#known;
    if (!known || known.seq === 0) return;
    const [entry] = await log.auditAfter(known.seq - 1, 1);
    if (entry?.seq !== known.seq || !entry.mac.equals(known.mac)) throw this.#refuseWithout(known);
  }

  /** @throws WentBack if the database was refused before */
  requireIntact(): void {
    if (this.#fault) throw this.#fault;
  }

  /** Refuses the database from now on, and notifies all listeners before it returns. */
  refuse(reason: string): WentBack {
    if (this.#fault) return this.#fault;
    this.#fault = new WentBack(reason);
    for (const listener of this.#listeners) listener(this.#fault);
    return this.#fault;
  }

  /** Calls back once, as soon as the database is refused. */
  onFault(listener: (fault: WentBack) => void): void {
    if (this.#fault) listener(this.#fault);
    else this.#listeners.add(listener);
  }

  #refuseWithout({ seq }: AuditHead): WentBack {
    return this.refuse(
      `The database is missing entry ${String(seq)} of the audit log, which this process has already seen: the database was replaced with an older copy, or its log was changed.`,
    );
  }
}
