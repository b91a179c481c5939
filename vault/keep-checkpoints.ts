import type { FastifyBaseLogger } from 'fastify';
import { type CheckpointSink, encodeCheckpoint, makeCheckpoint } from './domain/checkpoints.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 60_000;
const pageSize = 1000;

export interface CheckpointKeeper {
  /** Signs now. Rejects when the signature could not be kept. */
  readonly signNow: () => Promise<void>;
  /** Signs once more, and ends it. */
  readonly end: () => Promise<void>;
}

/**
 * Signs the end of the audit log every minute in which something happened, and keeps the signatures
 * outside of the database too. Where that place is away, it gets them later.
 */
export function keepCheckpoints(
  vault: Vault,
  sink: CheckpointSink,
  log: Pick<FastifyBaseLogger, 'error'>,
): CheckpointKeeper {
  let kept: number | undefined;
  let running: Promise<void> = Promise.resolve();
  const sign = async (): Promise<void> => {
    if (vault.seal.reason !== undefined) return;
    kept ??= await lastKept(vault);
    await makeCheckpoint(vault);
    kept = await copyAfter(vault, sink, kept);
  };
  const signNow = (): Promise<void> => {
    const signing = running.then(sign);
    running = signing.catch(() => log.error({}, 'a checkpoint could not be kept'));
    return signing;
  };
  const next = (): Promise<void> => signNow().catch(() => undefined);
  const timer = setInterval(() => void next(), everyMilliseconds).unref();
  return {
    signNow,
    end: async () => {
      clearInterval(timer);
      await next();
    },
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
