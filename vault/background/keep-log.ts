import type { FastifyBaseLogger } from 'fastify';
import { exportSegments } from '../domain/audit/archive-segments.ts';
import { daysAgo, pruneLog } from '../domain/audit/prune-log.ts';
import { endOfSegments, sealSegments, segmentEntries } from '../domain/audit/seal-segments.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 600_000;
/** Entries are exported when they reach this age, at the latest. */
const longestOpenDays = 1;
/** Errors whose messages are meant for the operator. */
const told = new Set(['IntegrityError', 'SegmentPlaceError', 'OperatorError']);

export interface KeepLogOptions {
  readonly place: SegmentPlace;
  /** If absent, nothing is pruned. */
  readonly keepDays?: number;
  /**
   * The last entry that a second sink has received; pruning waits for it. Absent if there is no such sink.
   */
  readonly streamed?: () => number;
}

type Log = Pick<FastifyBaseLogger, 'info' | 'warn'>;

/**
 * Seals the log in segments once a day or when one is full, exports them, and prunes segments that are old
 * enough. Runs now and every ten minutes, and retries failures. Returns a function that stops it.
 */
export function keepLog(vault: Vault, options: KeepLogOptions, log: Log): () => Promise<void> {
  const keeping = repeat(everyMilliseconds, async () => {
    if (vault.seal.reason !== undefined) return;
    try {
      await keepLogOnce(vault, options, log);
    } catch (error) {
      const reason = error instanceof Error && told.has(error.name) ? error.message : undefined;
      log.warn({ reason }, 'the audit log cannot be archived now');
    }
  });
  keeping.next();
  return keeping.stop;
}

/** One run of {@link keepLog}. @throws SegmentPlaceError, IntegrityError */
export async function keepLogOnce(vault: Vault, options: KeepLogOptions, log: Log): Promise<void> {
  const { place, keepDays, streamed } = options;
  if (await isDue(vault)) await all(sealSegments(vault));
  const exported = await all(exportSegments(vault, place));
  if (exported > 0) log.info({ segments: exported }, 'audit log exported');
  if (keepDays === undefined || !vault.clock.mayDestroy) return;
  const actor = await actorOf(vault);
  const upTo = streamed?.();
  const pruning = pruneLog(vault, {
    place,
    before: daysAgo(vault, keepDays),
    ...(upTo !== undefined && { upTo }),
    actor,
  });
  let step = await pruning.next();
  while (!step.done) step = await pruning.next();
  const { segments, through } = step.value;
  if (segments > 0) log.info({ segments, through }, 'audit log pruned');
}

/** Whether enough entries, or old enough ones, are waiting for a segment. */
async function isDue(vault: Vault): Promise<boolean> {
  const { seq } = await endOfSegments(vault);
  const [first] = await vault.storage.auditAfter(seq, 1);
  if (!first) return false;
  const { entries } = await vault.storage.look((view) => view.figures());
  return entries - seq >= segmentEntries || first.at < daysAgo(vault, longestOpenDays).toISOString();
}

async function all(steps: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of steps) count += 1;
  return count;
}

async function actorOf({ storage }: Vault) {
  const account = await storage.look((view) => view.firstAccount());
  const accountId = account?.id ?? 'vault';
  return { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'retention' } as const;
}
