import type { ControlRequest, LogKept } from '../control/messages.ts';
import { decodeManifest, segmentsAfter } from '../domain/audit/segments.ts';
import { prunedThrough } from '../domain/audit/snapshot.ts';
import { OperatorError } from '../errors/errors.ts';
import { command } from './command.ts';
import { type OnProgress, openStorageBeside, type OperatorTarget } from './open-beside.ts';

/** Seals all audit log entries that are not in a segment yet. @throws OperatorError */
export async function sealLog(target: OperatorTarget, onProgress: OnProgress): Promise<LogKept> {
  return keepLog(target, { do: 'audit-seal' }, onProgress);
}

/** Exports sealed segments to a location; the default is that of the running vault. @throws OperatorError */
export async function exportLog(
  target: OperatorTarget,
  to: string | undefined,
  onProgress: OnProgress,
): Promise<LogKept> {
  return keepLog(target, { do: 'audit-export', ...(to !== undefined && { to }) }, onProgress);
}

export interface PruneSettings {
  /** Segments with an entry from this many last days are kept. */
  readonly keepDays: number;
  /** Where the segments were exported to; the running vault's location if absent. */
  readonly from: string | undefined;
}

/** Removes exported segments from the log after reading them back. @throws OperatorError */
export async function pruneLog(
  target: OperatorTarget,
  { keepDays, from }: PruneSettings,
  onProgress: OnProgress,
): Promise<LogKept> {
  const request = { do: 'audit-prune', keepDays, ...(from !== undefined && { from }) } as const;
  return keepLog(target, request, onProgress);
}

/** A segment as listed in the database; only `vault audit verify` checks that the information is correct. */
export interface ListedSegment {
  readonly first: number;
  readonly last: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly bytes: number;
  readonly sealedAt: string;
  readonly exportedAt?: string;
  readonly pruned: boolean;
}

/** All segments, oldest first. Needs no key. @throws OperatorError */
export async function listSegments(target: OperatorTarget): Promise<readonly ListedSegment[]> {
  const storage = await openStorageBeside(target);
  try {
    const through = await prunedThrough(storage);
    const found: ListedSegment[] = [];
    for await (const record of segmentsAfter(storage, 0)) {
      const manifest = decodeManifest(record.manifest);
      const { first, last, lastAt, exportedAt } = record;
      const { firstAt = '', bytes = 0, sealedAt = '' } = manifest ?? {};
      const exported = exportedAt === null ? {} : { exportedAt };
      found.push({ first, last, firstAt, lastAt, bytes, sealedAt, ...exported, pruned: last <= through });
    }
    return found;
  } finally {
    await storage.close();
  }
}

async function keepLog(
  target: OperatorTarget,
  request: ControlRequest,
  onProgress: OnProgress,
): Promise<LogKept> {
  let kept: LogKept | undefined;
  await command(target, request, (answer) => {
    if (answer.is === 'progress') onProgress(answer.phase, answer.done, answer.of);
    if (answer.is === 'log-kept') kept = { segments: answer.segments, through: answer.through };
  });
  if (kept) return kept;
  throw new OperatorError('The vault stopped before the operation was complete. Run the same command again.');
}
