import type {
  AuditedView,
  SignEntry,
  Storage,
  Transaction,
  View,
} from '../../../../vault/storage/storage.ts';
import { History } from '../../../../vault/storage/history.ts';
import { changesOf } from './changes.ts';
import { copyOf, emptyState, type State } from './state.ts';
import { viewOf } from './view.ts';

/** The simplest implementation of the storage contract, used as the reference for the others. */
export function openMemoryStorage(): Storage {
  return new MemoryStorage();
}

class MemoryStorage implements Storage {
  readonly engine = { name: 'memory', schemaVersion: 1 } as const;
  readonly history = new History();
  #state: State = emptyState();
  #last: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<() => void>();

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const running = this.#last.then(() => this.#runOnCopy(work));
    this.#last = running.catch(() => undefined);
    return running;
  }

  transactReading<T>(work: (tx: AuditedView) => Promise<T>): Promise<T> {
    return this.transact(work);
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  look<T>(work: (view: View) => Promise<T>): Promise<T> {
    return work(viewOf(this.#state));
  }

  findToken(digest: Buffer) {
    return viewOf(this.#state).findToken(digest);
  }

  findSession(digest: Buffer) {
    return viewOf(this.#state).findSession(digest);
  }

  async eventsAfter(accountId: string, seq: number) {
    const { events } = this.#state;
    const oldest = events[0]?.seq;
    if (oldest !== undefined && seq < oldest - 1) return undefined;
    return events
      .filter((one) => one.accountId === accountId && one.seq > seq)
      .map((one) => ({ seq: one.seq, event: one.event }));
  }

  async lastEventSeq() {
    return this.#state.events.at(-1)?.seq ?? 0;
  }

  onEvents(listener: () => void) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async auditAfter(seq: number, limit: number) {
    return this.#state.audit.filter((one) => one.seq > seq).slice(0, limit);
  }

  async compare() {}

  async ping() {}

  async close() {
    await this.#last;
  }

  async #runOnCopy<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const copy = copyOf(this.#state);
    const entries: SignEntry[] = [];
    const appendAudit = async (seal: SignEntry) => void entries.push(seal);
    const result = await work({ ...viewOf(copy), ...changesOf(copy), appendAudit });
    for (const seal of entries) {
      const { seq, mac } = copy.audit.at(-1) ?? { seq: 0, mac: Buffer.alloc(32) };
      copy.audit.push(seal({ seq, mac }));
    }
    const newEvents = copy.events.at(-1)?.seq !== this.#state.events.at(-1)?.seq;
    this.#state = copy;
    if (newEvents) for (const listener of this.#listeners) listener();
    return result;
  }
}
