import type { FastifyBaseLogger } from 'fastify';
import {
  type CheckpointSink,
  decodeCheckpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from '../domain/audit/checkpoints.ts';
import type { Vault } from '../domain/context/vault.ts';

const everyMilliseconds = 60_000;
const pageSize = 1000;

export interface CheckpointSigner {
  /** Signs now. Rejects if the signature could not be stored. */
  readonly signNow: () => Promise<void>;
  /** Seconds since the end of the log was last known to be signed and stored in all locations. */
  readonly age: () => number;
  /** Signs one last time, then stops. */
  readonly end: () => Promise<void>;
}

/**
 * Signs the end of the audit log in every minute in which something happened, and also stores the signatures
 * outside the database. A sink that is unavailable receives them later, and an unavailable or slow sink does
 * not delay the others.
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
    // A sealed vault signs nothing for any sink.
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
  /** Appends the checkpoints that the sink is missing, one at a time. */
  readonly catchUp: () => Promise<void>;
}

/** Continues after the last line. A sink without lines gets the checkpoints signed from now on. */
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
      // The checkpoint stored when the database was rolled back must remain the last line.
      if (seal.reason !== undefined) return;
      await sink.append(encodeCheckpoint(one));
      kept = one.seq;
    }
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    catchUp: () => {
      const going = turn.then(goOn);
      turn = going.catch(() => log.error({}, `a checkpoint could not be stored ${sink.where}`));
      return going;
    },
  };
}
