import type { FastifyBaseLogger } from 'fastify';
import {
  type CheckpointSink,
  decodeCheckpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from '../domain/audit/checkpoints.ts';
import type { Vault } from '../domain/vault.ts';

const everyMilliseconds = 60_000;
const pageSize = 1000;

export interface CheckpointSigner {
  /** Signs now. Rejects when the signature could not be kept. */
  readonly signNow: () => Promise<void>;
  /** Seconds since the end of the log was last known to be signed and kept in every place. */
  readonly age: () => number;
  /** Signs once more, and ends it. */
  readonly end: () => Promise<void>;
}

/**
 * Signs the end of the audit log every minute in which something happened, and keeps the signatures
 * outside of the database too. A place that is away gets them later; one that is away or slow keeps none
 * from the others.
 */
export function signCheckpoints(
  vault: Vault,
  sinks: readonly CheckpointSink[],
  log: Pick<FastifyBaseLogger, 'error'>,
): CheckpointSigner {
  let places: readonly KeptPlace[] | undefined;
  let signing: Promise<unknown> = Promise.resolve();
  let keptAt = performance.now();
  const sign = async (): Promise<readonly KeptPlace[]> => {
    if (vault.seal.reason !== undefined) return [];
    places ??= await Promise.all(sinks.map((sink) => placeOf(vault, sink, log)));
    await makeCheckpoint(vault);
    return places;
  };
  const signNow = async (): Promise<void> => {
    const signed = signing.then(sign);
    signing = signed.catch(() => log.error({}, 'no checkpoint could be signed'));
    const signedFor = await signed;
    const kept = await Promise.allSettled(signedFor.map((place) => place.catchUp()));
    for (const one of kept) if (one.status === 'rejected') throw one.reason;
    // A sealed vault signs for no place.
    if (signedFor.length > 0) keptAt = performance.now();
  };
  const next = (): Promise<void> => signNow().catch(() => undefined);
  const timer = setInterval(() => void next(), everyMilliseconds).unref();
  return {
    signNow,
    age: () => (performance.now() - keptAt) / 1000,
    end: async () => {
      clearInterval(timer);
      await next();
    },
  };
}

interface KeptPlace {
  /** Brings what it lacks, one line after the other. */
  readonly catchUp: () => Promise<void>;
}

/** Goes on behind the last line. A place without any gets what is signed from now on. */
async function placeOf(
  { storage, seal }: Vault,
  sink: CheckpointSink,
  log: Pick<FastifyBaseLogger, 'error'>,
): Promise<KeptPlace> {
  const last = await sink.last();
  const checkpoint = decodeCheckpoint(last ?? '') ?? (await storage.look((view) => view.lastCheckpoint()));
  let kept = checkpoint?.seq ?? 0;
  const goOn = async (): Promise<void> => {
    for (const one of await storage.look((view) => view.checkpointsAfter(kept, pageSize))) {
      // What is kept when the database goes back stays the last line.
      if (seal.reason !== undefined) return;
      await sink.append(encodeCheckpoint(one));
      kept = one.seq;
    }
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    catchUp: () => {
      const going = turn.then(goOn);
      turn = going.catch(() => log.error({}, `a checkpoint could not be kept ${sink.where}`));
      return going;
    },
  };
}
