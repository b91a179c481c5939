import { openSegmentPlace } from '../archive/place.ts';
import { exportSegments } from '../domain/audit/archive-segments.ts';
import { pruneLog, type PruneOptions } from '../domain/audit/prune-log.ts';
import { endOfSegments, sealSegments } from '../domain/audit/seal-segments.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import { OperatorError } from '../errors/errors.ts';
import type { ControlAnswer } from './messages.ts';
import type { Operated } from './operated.ts';

/** Seals all log entries that are not in a segment yet. */
export async function* sealLog({ vault }: Operated, signal: AbortSignal): AsyncGenerator<ControlAnswer> {
  let segments = 0;
  for await (const { last } of sealSegments(vault)) {
    segments += 1;
    yield { is: 'progress', phase: 'sealing', done: last };
    if (signal.aborted) return;
  }
  yield { is: 'log-kept', segments, through: (await endOfSegments(vault)).seq };
}

/** Exports the segments that have not been exported yet. */
export async function* exportLog(
  { vault }: Operated,
  place: SegmentPlace,
  signal: AbortSignal,
): AsyncGenerator<ControlAnswer> {
  let segments = 0;
  for await (const { last } of exportSegments(vault, place)) {
    segments += 1;
    yield { is: 'progress', phase: 'exporting', done: last };
    if (signal.aborted) return;
  }
  yield { is: 'log-kept', segments, through: (await endOfSegments(vault)).seq };
}

/** Prunes exported segments that are old enough. */
export async function* pruneSegments(
  { vault }: Operated,
  options: PruneOptions,
  signal: AbortSignal,
): AsyncGenerator<ControlAnswer> {
  const pruning = pruneLog(vault, options);
  for (;;) {
    const step = await pruning.next();
    if (step.done) {
      yield { is: 'log-kept', ...step.value };
      return;
    }
    yield { is: 'progress', ...step.value };
    if (signal.aborted) return;
  }
}

/** @throws OperatorError if neither the command nor the vault specifies a location */
export function placeOf({ segments }: Operated, setting: string | undefined): SegmentPlace {
  const place = setting === undefined ? segments : openSegmentPlace(setting);
  if (place) return place;
  throw new OperatorError('Set the place of the exported segments: a folder, or s3://BUCKET/PREFIX.');
}
