import type { FastifyBaseLogger } from 'fastify';
import { type CheckpointSink, encodeCheckpoint, makeCheckpoint } from './domain/checkpoints.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 60_000;
const pageSize = 1000;

/**
 * Signs the end of the audit log every minute in which something happened, and keeps the signatures
 * outside of the database too. Where that place is away, it gets them later. Returns what signs once
 * more and ends it.
 */
export function keepCheckpoints(
  vault: Vault,
  sink: CheckpointSink,
  log: Pick<FastifyBaseLogger, 'error'>,
): () => Promise<void> {
  let kept: number | undefined;
  let running: Promise<void> = Promise.resolve();
  const sign = async (): Promise<void> => {
    if (vault.seal.reason !== undefined) return;
    try {
      kept ??= await lastKept(vault);
      await makeCheckpoint(vault);
      kept = await copyAfter(vault, sink, kept);
    } catch {
      log.error({}, 'a checkpoint could not be kept');
    }
  };
  const next = (): Promise<void> => (running = running.then(sign));
  const timer = setInterval(() => void next(), everyMilliseconds).unref();
  return async () => {
    clearInterval(timer);
    await next();
  };
}

/** At the start everything signed before is taken for kept: the place is compared with it then. */
async function lastKept({ storage }: Vault): Promise<number> {
  return (await storage.look((view) => view.lastCheckpoint()))?.seq ?? 0;
}

async function copyAfter({ storage }: Vault, sink: CheckpointSink, seq: number): Promise<number> {
  const checkpoints = await storage.look((view) => view.checkpointsAfter(seq, pageSize));
  let last = seq;
  for (const checkpoint of checkpoints) {
    await sink.append(encodeCheckpoint(checkpoint));
    last = checkpoint.seq;
  }
  return last;
}
