import { IntegrityError } from '../../crypto/index.ts';
import type { SegmentRecord } from '../../storage/records.ts';
import { KnownRows } from './known-rows.ts';
import { Pace } from '../context/pace.ts';
import type { Vault } from '../context/vault.ts';
import { type Actor, appendEntry } from './audit.ts';
import { chainStart, follows } from './audit-mac.ts';
import { readSegment, requireManifest } from './archive-segments.ts';
import type { SegmentPlace } from './segment-place.ts';
import { segmentsAfter } from './segments.ts';
import { encodeSnapshot, readSnapshot, type Snapshot } from './snapshot.ts';

/** Entries removed per transaction; each transaction delays others by a few milliseconds. */
const batch = 500;

export interface PruneOptions {
  /** Where the segments were exported to. */
  readonly place: SegmentPlace;
  /** Segments with a later entry are kept. */
  readonly before: Date;
  /** Entries after this one are kept, whatever their age, because they are still needed. */
  readonly upTo?: number;
  readonly actor: Actor;
}

export interface Pruning {
  /** Segments that were pruned. */
  readonly segments: number;
  /** The last pruned entry; 0 if there is none. */
  readonly through: number;
}

export interface PruneStep {
  readonly phase: 'reading-back' | 'pruning';
  /** Entries read back or removed so far. */
  readonly done: number;
}

/**
 * Removes exported segments from the log, oldest first. Each is read back and verified; then one transaction
 * stores what its entries recorded about rows, under a signature, and records the pruning. From then on, the
 * pruned entries no longer count; they are removed in small steps. If this is interrupted at any point,
 * nothing is lost, and calling it again resumes it.
 * @throws SegmentPlaceError, IntegrityError
 */
export async function* pruneLog(vault: Vault, options: PruneOptions): AsyncGenerator<PruneStep, Pruning> {
  const start = await readSnapshot(vault);
  const known = await KnownRows.atPruned(vault);
  let end: Snapshot | undefined;
  let segments = 0;
  for await (const segment of segmentsAfter(vault.storage, start?.seq ?? 0)) {
    if (!canGo(segment, options)) break;
    end = await takeIn(vault, segment, { options, known, before: end ?? start });
    segments += 1;
    yield { phase: 'reading-back', done: segment.last - (start?.seq ?? 0) };
  }
  if (end) await keepSnapshot(vault, { start, end, known, actor: options.actor });
  const through = (await readSnapshot(vault))?.seq ?? 0;
  yield* removeEntries(vault, through);
  return { segments, through };
}

/** Entries written before this time can be removed if entries are kept for this many days. */
export function daysAgo({ now }: Pick<Vault, 'now'>, days: number): Date {
  return new Date(now().getTime() - days * 86_400_000);
}

function canGo({ last, lastAt, exportedAt }: SegmentRecord, { before, upTo }: PruneOptions): boolean {
  return exportedAt !== null && lastAt < before.toISOString() && (upTo === undefined || last <= upTo);
}

/** Reads a segment back and lets `known` learn from it. Returns the point after which the log continues. */
async function takeIn(
  vault: Vault,
  segment: SegmentRecord,
  { options, known, before }: { options: PruneOptions; known: KnownRows; before: Snapshot | undefined },
): Promise<Snapshot> {
  const { first, lastAt } = requireManifest(vault.keyring, segment);
  let { seq, mac } = before ?? { seq: 0, mac: chainStart };
  if (first !== seq + 1) throw new IntegrityError('a segment of the audit log');
  const pace = new Pace();
  for (const entry of await readSegment(vault.keyring, options.place, segment)) {
    const isNext = entry.seq === seq + 1 && follows(vault.keyring, entry, mac);
    if (!isNext) throw new IntegrityError('a segment of the audit log');
    ({ seq, mac } = entry);
    known.learn(entry);
    await pace.worked(1);
  }
  return { seq, mac, lastAt, prunedAt: vault.now().toISOString() };
}

async function keepSnapshot(
  vault: Vault,
  {
    start,
    end,
    known,
    actor,
  }: { start: Snapshot | undefined; end: Snapshot; known: KnownRows; actor: Actor },
): Promise<void> {
  const keyring = vault.keyring.pinned();
  const parts = encodeSnapshot(keyring, end, known.encode());
  await vault.storage.transact(async (tx) => {
    // Another process may have pruned first; its snapshot would be newer than this one.
    const found = await readSnapshot({ keyring: vault.keyring, storage: { look: (work) => work(tx) } });
    if (found?.seq !== start?.seq) return;
    await tx.replaceSnapshot(parts);
    const subject = { action: 'audit.prune', targetId: String(end.seq) } as const;
    // Refused if another seed is in use by now, because it would be too late to renew the signature.
    await appendEntry({ ...vault, keyring }, tx, actor, subject, undefined);
  });
}

/** Uses small transactions, to leave most of the time to requests. */
async function* removeEntries(vault: Vault, through: number): AsyncGenerator<PruneStep> {
  const pace = new Pace();
  for (let done = 0; ;) {
    const [oldest] = await vault.storage.auditAfter(0, 1);
    if (!oldest || oldest.seq > through) return;
    const wanted = Math.min(oldest.seq + batch - 1, through);
    const prune = (last: number) => vault.storage.transact((tx) => tx.pruneAudit(last));
    // An engine may store more entries together than fit in a batch.
    const removed = (await prune(wanted)) ?? (await prune(through));
    if (removed === undefined) return;
    done += removed - oldest.seq + 1;
    yield { phase: 'pruning', done };
    await pace.worked(removed - oldest.seq + 1);
  }
}
