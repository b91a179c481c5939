import type { FastifyBaseLogger } from 'fastify';
import type { Vault } from '../domain/context/vault.ts';

/** Recurring work; runs never overlap. */
export interface Repetition {
  /** Starts a run now. */
  readonly next: () => void;
  /** Starts no more runs, and waits for the current one. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs `work` at an interval, and skips a run while the previous one is still in progress. `work` must report
 * its own failures and never reject. The timer does not keep the process alive.
 */
export function repeat(everyMilliseconds: number, work: () => Promise<void>): Repetition {
  let underWay: Promise<void> | undefined;
  const next = (): void => {
    underWay ??= work().finally(() => (underWay = undefined));
  };
  const timer = setInterval(next, everyMilliseconds).unref();
  return {
    next,
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}

/**
 * Like {@link repeat}, for work that is skipped while the vault is sealed. A failure is logged as `problem`.
 */
export function repeatWhileOpen(
  { seal }: Pick<Vault, 'seal'>,
  everyMilliseconds: number,
  log: Pick<FastifyBaseLogger, 'warn'>,
  problem: string,
  work: () => Promise<void>,
): Repetition {
  return repeat(everyMilliseconds, async () => {
    if (seal.reason !== undefined) return;
    try {
      await work();
    } catch {
      log.warn({}, problem);
    }
  });
}

/** Stops after one final run. */
export async function finish({ next, stop }: Repetition): Promise<void> {
  await stop();
  next();
  await stop();
}
