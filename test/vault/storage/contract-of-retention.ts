import { expect, it } from 'vitest';
import type { SegmentRecord } from '../../../vault/storage/records.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { bytes, entry, later, now } from './records.ts';

/** The contract of every storage for an audit log that is sealed in segments and pruned. */
export function describeRetention(storage: () => Storage): void {
  const append = (count: number) =>
    storage().transact(async (tx) => {
      for (let left = count; left > 0; left -= 1) await tx.appendAudit((head) => entry(head.seq + 1));
    });
  const segment = (first: number, last: number): SegmentRecord => {
    return { first, last, lastAt: now, manifest: `{"last":${String(last)}}`, exportedAt: null };
  };
  const checkpoint = (seq: number) => ({ seq, mac: bytes(1), at: now, keyId: 'k', signature: bytes(2) });

  it('stores segments of the audit log, and when they were exported', async () => {
    await storage().transact(async (tx) => {
      for (const one of [segment(1, 10), segment(11, 3_000_000_000)]) await tx.insertSegment(one);
      await tx.updateSegment({ ...segment(1, 10), exportedAt: later });
    });
    const all = await storage().look((view) => view.segmentsAfter(0, 5));
    expect(all).toEqual([{ ...segment(1, 10), exportedAt: later }, segment(11, 3_000_000_000)]);
    expect(await storage().look((view) => view.segmentsAfter(0, 1))).toHaveLength(1);
    expect(await storage().look((view) => view.segmentsAfter(10, 5))).toEqual(all.slice(1));
    expect(await storage().look((view) => view.lastSegment())).toEqual(all[1]);
  });

  it('stores the parts of one snapshot', async () => {
    const parts = () =>
      storage().look((view) => Promise.all([0, 1, 2].map((part) => view.snapshotPart(part))));
    expect(await parts()).toEqual([undefined, undefined, undefined]);
    await storage().transact((tx) => tx.replaceSnapshot([bytes(1), bytes(2), bytes(3)]));
    await storage().transact((tx) => tx.replaceSnapshot([bytes(4), bytes(5)]));
    expect(await parts()).toEqual([bytes(4), bytes(5), undefined]);
  });

  it('prunes the beginning of the audit log with its checkpoints, and continues counting', async () => {
    // Each in its own commit: an engine may store entries of one commit together.
    for (let left = 6; left > 0; left -= 1) await append(1);
    await storage().transact(async (tx) => {
      for (const seq of [2, 3, 5]) await tx.insertCheckpoint(checkpoint(seq));
    });
    const removed = (await storage().transact((tx) => tx.pruneAudit(4))) ?? 0;
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThanOrEqual(4);
    await append(1);
    const left = (await storage().auditAfter(0, 10)).map(({ seq }) => seq);
    expect(left).toEqual([1, 2, 3, 4, 5, 6, 7].slice(removed));
    expect((await storage().look((view) => view.checkpointsAfter(4, 5))).map(({ seq }) => seq)).toEqual([5]);
    expect((await storage().look((view) => view.checkpointsAfter(0, 5)))[0]?.seq).toBeGreaterThan(removed);
  });

  it('never prunes the newest entry nor the newest checkpoint', async () => {
    for (let left = 3; left > 0; left -= 1) await append(1);
    await storage().transact((tx) => tx.insertCheckpoint(checkpoint(3)));
    const removed = (await storage().transact((tx) => tx.pruneAudit(100))) ?? 0;
    expect(removed).toBeLessThan(3);
    expect((await storage().auditAfter(0, 10)).at(-1)?.seq).toBe(3);
    expect(await storage().look((view) => view.lastCheckpoint())).toEqual(checkpoint(3));
    await append(1);
    expect((await storage().auditAfter(3, 10)).map(({ seq }) => seq)).toEqual([4]);
    expect(await storage().transact((tx) => tx.pruneAudit(0))).toBeUndefined();
  });
}
