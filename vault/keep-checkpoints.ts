import type { FastifyBaseLogger } from 'fastify';
import {
  type CheckpointSink,
  decodeCheckpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from './domain/checkpoints.ts';
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
 * outside of the database too. A place that is away gets them later, and keeps none from the others.
 */
export function keepCheckpoints(
  vault: Vault,
  sinks: readonly CheckpointSink[],
  log: Pick<FastifyBaseLogger, 'error'>,
): CheckpointKeeper {
  let copies: readonly Copy[] | undefined;
  let running: Promise<void> = Promise.resolve();
  const sign = async (): Promise<void> => {
    if (vault.seal.reason !== undefined) return;
    copies ??= await Promise.all(sinks.map((sink) => copyFrom(vault, sink)));
    await makeCheckpoint(vault);
    const all = await Promise.allSettled(copies.map((copy) => goOn(vault, copy)));
    for (const one of all) if (one.status === 'rejected') throw one.reason;
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

/** A place, and the number of the last checkpoint that it has. */
interface Copy {
  readonly sink: CheckpointSink;
  kept: number;
}

/** Goes on behind the last line. A place without any gets what is signed from now on. */
async function copyFrom({ storage }: Vault, sink: CheckpointSink): Promise<Copy> {
  let last = '';
  for await (const line of sink.lines()) last = line;
  const checkpoint = decodeCheckpoint(last) ?? (await storage.look((view) => view.lastCheckpoint()));
  return { sink, kept: checkpoint?.seq ?? 0 };
}

async function goOn({ storage }: Vault, copy: Copy): Promise<void> {
  const checkpoints = await storage.look((view) => view.checkpointsAfter(copy.kept, pageSize));
  for (const checkpoint of checkpoints) {
    await copy.sink.append(encodeCheckpoint(checkpoint));
    copy.kept = checkpoint.seq;
  }
}
