import type { AuditRecord } from '../../../vault/storage/records.ts';
import type { Outcome } from './ask.ts';

/** The required content of an entry in the audit log. */
export interface ExpectedEntry {
  readonly action: string;
  readonly secretName?: string;
  readonly agentId?: string;
  readonly granted?: readonly string[];
  readonly revoked?: readonly string[];
}

interface Count {
  sure: number;
  maybe: number;
}

/** Every request to a vault, and what it acknowledged: the reference for the state after a crash. */
export class Ledger {
  readonly #entries = new Map<string, Count>();
  /** The problems found, as sentences. */
  readonly losses: string[] = [];
  writes = 0;
  reads = 0;
  /** Those whose outcome is unknown. */
  unknown = 0;

  note(entry: ExpectedEntry, outcome: Outcome): void {
    if (outcome === 'refused') return;
    const key = keyOf(entry);
    const count = this.#entries.get(key) ?? { sure: 0, maybe: 0 };
    this.#entries.set(key, count);
    if (outcome === 'unknown') {
      count.maybe += 1;
      this.unknown += 1;
      return;
    }
    count.sure += 1;
    if (entry.action === 'value.read' || entry.action === 'environment.read') this.reads += 1;
    else this.writes += 1;
  }

  lose(sentence: string): void {
    if (this.losses.length < 100) this.losses.push(sentence);
  }

  /** Every acknowledged decision has its entry, and every entry has a request. */
  compareEntries(entries: readonly AuditRecord[]): void {
    const found = new Map<string, number>();
    for (const entry of entries) {
      const key = keyOfStored(entry);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    for (const [key, { sure, maybe }] of this.#entries) {
      const n = found.get(key) ?? 0;
      if (n < sure) this.lose(`audit: ${key} has ${String(n)} entries, ${String(sure)} were acknowledged`);
      if (n > sure + maybe) this.lose(`audit: ${key} has ${String(n)} entries, more than were asked for`);
    }
    for (const key of found.keys()) {
      if (!this.#entries.has(key)) this.lose(`audit: no request for ${key}`);
    }
  }
}

function keyOf({ action, secretName, agentId, granted = [], revoked = [] }: ExpectedEntry): string {
  return JSON.stringify([action, secretName ?? null, agentId ?? null, granted, revoked]);
}

/** A repeated creation does not name its first agents again, so only changes of lists do here. */
function keyOfStored({ action, secretName, agentId, granted, revoked }: AuditRecord): string {
  const lists = action === 'access.change' ? [granted, revoked] : [[], []];
  return JSON.stringify([action, secretName, agentId, ...lists]);
}
