import { IntegrityError } from '../../crypto/index.ts';
import type { AuditHead, AuditRecord, SegmentRecord } from '../../storage/records.ts';
import { KnownRows } from './known-rows.ts';
import type { Vault } from '../context/vault.ts';
import type { Pace } from '../context/pace.ts';
import { readSegment } from './archive-segments.ts';
import { chainStart, follows } from './audit-mac.ts';
import { SegmentPlaceError } from './segment-place-error.ts';
import type { SegmentPlace } from './segment-place.ts';
import { type Manifest, readManifest, segmentsAfter } from './segments.ts';

export interface ArchiveOptions {
  /** Where segments were exported to. If set, verification covers every entry since the first. */
  readonly segments?: SegmentPlace;
  /** Called periodically with the number of entries verified so far. */
  readonly onProgress?: (entries: number) => void;
  /** Set this in a process that also serves requests. */
  readonly pace?: Pace;
}

interface SegmentFault {
  readonly seq: number;
  readonly what: 'segment';
}

/** The segments of the log: the vault's signed manifests and, where an export is available, their entries. */
export class ArchivedLog {
  /** What the pruned entries recorded about rows. */
  readonly known = new KnownRows();
  readonly #vault: Vault;
  readonly #options: ArchiveOptions;
  #last: { readonly record: SegmentRecord; readonly entries: readonly AuditRecord[] } | undefined;

  constructor(vault: Vault, options: ArchiveOptions) {
    this.#vault = vault;
    this.#options = options;
  }

  /**
   * Returns the first segment that differs from what was signed, does not follow the previous one, or does
   * not end with the matching entry in the log. `pruned` is the point after which the log still has its
   * entries.
   */
  async verify(pruned: AuditHead): Promise<SegmentFault | undefined> {
    const { storage, keyring } = this.#vault;
    let end: AuditHead = { seq: 0, mac: chainStart };
    for await (const record of segmentsAfter(storage, 0)) {
      const fault = { seq: end.seq + 1, what: 'segment' } as const;
      const manifest = readManifest(keyring, record);
      if (!manifest || manifest.first !== end.seq + 1) return fault;
      if (manifest.previousMac !== end.mac.toString('base64')) return fault;
      end = { seq: manifest.last, mac: Buffer.from(manifest.lastMac, 'base64') };
      const mac = await this.#macInLog(end.seq, pruned);
      if (mac && !mac.equals(end.mac)) return fault;
      const broken = await this.#verifyExport(record, manifest, pruned.seq);
      if (broken) return broken;
      await this.#options.pace?.worked(1);
    }
    // Pruned entries without a segment could not be verified.
    return end.seq < pruned.seq ? { seq: end.seq + 1, what: 'segment' } : undefined;
  }

  /** The MAC of a pruned entry; `undefined` if its segment is not available. */
  async macAt(seq: number): Promise<Buffer | undefined> {
    const place = this.#options.segments;
    if (!place) return undefined;
    if (!this.#last || seq < this.#last.record.first || seq > this.#last.record.last) {
      const [record] = await this.#vault.storage.look((view) => view.segmentsAfter(seq - 1, 1));
      if (!record || seq < record.first) return undefined;
      this.#last = { record, entries: await readSegment(this.#vault.keyring, place, record) };
    }
    return this.#last.entries[seq - this.#last.record.first]?.mac;
  }

  /** `undefined` for a pruned entry; empty for a missing one. */
  async #macInLog(seq: number, pruned: AuditHead): Promise<Buffer | undefined> {
    if (seq === pruned.seq) return pruned.mac;
    if (seq < pruned.seq) return undefined;
    const [entry] = await this.#vault.storage.auditAfter(seq - 1, 1);
    return entry?.seq === seq ? entry.mac : Buffer.alloc(0);
  }

  /** Verifies every entry of an export, and lets `known` learn from the pruned ones. */
  async #verifyExport(
    record: SegmentRecord,
    manifest: Manifest,
    pruned: number,
  ): Promise<SegmentFault | undefined> {
    const { pace, segments, onProgress } = this.#options;
    if (!segments || (record.exportedAt === null && record.last > pruned)) return undefined;
    const { keyring } = this.#vault;
    let seq = manifest.first - 1;
    let previous: Buffer = Buffer.from(manifest.previousMac, 'base64');
    try {
      for (const entry of await readSegment(keyring, segments, record)) {
        const isNext = entry.seq === seq + 1 && follows(keyring, entry, previous);
        if (!isNext) return { seq: seq + 1, what: 'segment' };
        seq = entry.seq;
        previous = entry.mac;
        if (record.last <= pruned) this.known.learn(entry);
        await pace?.worked(1);
      }
    } catch (error) {
      const isBroken = error instanceof IntegrityError || error instanceof SegmentPlaceError;
      if (isBroken) return { seq: manifest.first, what: 'segment' };
      throw error;
    }
    onProgress?.(seq);
    return undefined;
  }
}
