import type { AuditHead } from './records.ts';
import { StorageError } from './storage-error.ts';

/** The database lacks what this process knows of it: it was replaced by an older copy, or by another one. */
export class WentBack extends StorageError {}

/** Looks up entries after `seq`, at most `limit`. */
interface Log {
  auditAfter(seq: number, limit: number): Promise<readonly AuditHead[]>;
}

/**
 * What one process knows of the audit log: the newest entry that it committed or saw. Once the database was
 * found without it, nothing is written any more, even if the right database comes back.
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

  /** Records an entry that is durable. */
  learn(head: AuditHead): void {
    if (!this.#known || head.seq > this.#known.seq) this.#known = head;
  }

  /** For a program that replaces the log itself, such as when a vault is moved. */
  forget(): void {
    this.#known = undefined;
  }

  /** Compares with the end of the log, as read by a transaction. @throws WentBack */
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
