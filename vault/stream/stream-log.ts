import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { IntegrityError } from '../crypto/index.ts';
import { chainStart } from '../domain/audit/audit-mac.ts';
import { verifiedEntries } from '../domain/audit/seal-segments.ts';
import { readSnapshot } from '../domain/audit/snapshot.ts';
import { withKnownTerms } from '../domain/context/refresh-keys.ts';
import type { Vault } from '../domain/context/vault.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { AuditHead, AuditRecord } from '../storage/records.ts';
import type { StreamPosition } from './position.ts';
import { type AuditSink, SinkError } from './sinks.ts';

/** How often to look for new entries. */
const idleMilliseconds = 1_000;
const firstWait = 1_000;
const longestWait = 60_000;
/** Entries sent, and held in memory, at a time. */
const batchEntries = 500;
const batchBytes = 1024 * 1024;

export interface LogStream {
  /** The last entry that the sink has received. */
  readonly sent: number;
  /** How many entries the sink lacks, as far as known. */
  readonly behind: number;
  /** Stops sending. Unacknowledged entries are sent again after the next start. */
  stop(): Promise<void>;
}

type Log = Pick<FastifyBaseLogger, 'info' | 'warn'>;

/**
 * Sends every entry of the audit log to `sink`, in order and at least once, starting at the stored position.
 * Sends only entries that the vault wrote, so that writing to the database cannot make the sink skip an
 * entry. Reads run concurrently with requests and never delay one for more than a page. While the sink
 * accepts nothing, at most one batch waits in memory.
 */
export function streamLog(vault: Vault, sink: AuditSink, position: StreamPosition, log: Log): LogStream {
  const stream = new Stream(vault, sink, position, log);
  const running = stream.run();
  return {
    get sent() {
      return stream.sent;
    },
    get behind() {
      return stream.behind;
    },
    stop: async () => {
      stream.stopping.abort();
      await running;
    },
  };
}

export function addStreamGauges(metrics: Metrics, stream: LogStream): void {
  metrics.add({
    name: 'agent_secrets_vault_audit_stream_behind_entries',
    help: 'Audit entries that were not streamed to the second sink yet.',
    read: () => stream.behind,
  });
}

class Stream {
  readonly stopping = new AbortController();
  sent = 0;
  #end = 0;
  #last: AuditHead | undefined;
  readonly #vault: Vault;
  readonly #sink: AuditSink;
  readonly #position: StreamPosition;
  readonly #log: Log;
  #wait = 0;

  constructor(vault: Vault, sink: AuditSink, position: StreamPosition, log: Log) {
    this.#vault = vault;
    this.#sink = sink;
    this.#position = position;
    this.#log = log;
  }

  get behind(): number {
    return Math.max(0, this.#end - this.sent);
  }

  async run(): Promise<void> {
    this.sent = await this.#position.read();
    while (!this.stopping.signal.aborted) {
      await this.#turn();
    }
  }

  async #turn(): Promise<void> {
    // Without keys, entries cannot be verified.
    if (this.#vault.seal.reason !== undefined) return this.#rest(idleMilliseconds);
    try {
      await this.#noteEnd();
      const entries = await withKnownTerms(this.#vault, () => this.#read());
      const last = entries.at(-1);
      if (!last) return await this.#rest(idleMilliseconds);
      await this.#send(entries, last);
      if (this.#wait > 0) this.#log.info({ entry: last.seq }, 'streaming of the audit log has resumed');
      this.#wait = 0;
    } catch (error) {
      await this.#recover(error);
    }
  }

  async #noteEnd(): Promise<void> {
    this.#end = (await this.#vault.storage.look((view) => view.figures())).entries;
    if (this.sent <= this.#end) return;
    this.#log.warn({ entry: this.sent, end: this.#end }, 'the audit log ends before the last streamed entry');
    this.sent = this.#end;
  }

  /** Reads one batch. @throws IntegrityError */
  async #read(): Promise<readonly AuditRecord[]> {
    const batch: AuditRecord[] = [];
    let bytes = 0;
    for await (const entry of verifiedEntries(this.#vault, await this.#begin(), batchEntries)) {
      batch.push(entry);
      bytes += 500 + 50 * (entry.granted.length + entry.revoked.length);
      if (bytes >= batchBytes) break;
    }
    return batch;
  }

  /** The entry after which the sink continues. @throws IntegrityError if the log has no such entry */
  async #begin(): Promise<AuditHead> {
    const seq = this.sent;
    if (this.#last?.seq === seq) return this.#last;
    const pruned = await readSnapshot(this.#vault);
    if (pruned && pruned.seq >= seq) return pruned;
    if (seq === 0) return { seq, mac: chainStart };
    const [entry] = await this.#vault.storage.auditAfter(seq - 1, 1);
    if (entry?.seq !== seq) throw new IntegrityError('the audit log');
    return entry;
  }

  async #send(entries: readonly AuditRecord[], last: AuditRecord): Promise<void> {
    const [first] = entries;
    if (first && first.seq > this.sent + 1 && this.sent > 0) {
      const gap = { from: this.sent + 1, through: first.seq - 1 };
      this.#log.warn(gap, 'entries were pruned before they could be streamed; they are in exported segments');
    }
    await this.#sink.send(entries, this.stopping.signal);
    await this.#position.keep(last.seq);
    this.sent = last.seq;
    this.#last = last;
  }

  /** Logs each outage once, and retries at increasing intervals. */
  async #recover(error: unknown): Promise<void> {
    if (this.stopping.signal.aborted) return;
    // The entries after this one may have been pruned in the meantime.
    this.#last = undefined;
    if (this.#wait === 0) this.#log.warn({ reason: reasonOf(error) }, 'the audit log cannot be streamed now');
    this.#wait = Math.min(Math.max(firstWait, this.#wait * 2), longestWait);
    await this.#rest(this.#wait);
  }

  async #rest(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SinkError) return error.message;
  if (!(error instanceof IntegrityError)) return 'the position or the log cannot be used';
  return 'the audit log is not what the vault wrote; run `agent-secrets vault audit verify`';
}
