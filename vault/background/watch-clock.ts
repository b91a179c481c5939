import type { FastifyBaseLogger } from 'fastify';
import { clockAdvice } from '../domain/context/trusted-clock.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat, type Repetition } from './repeat.ts';

const everyMilliseconds = 60_000;

/** Registers gauges, which are evaluated when they are read. */
interface Gauges {
  add(gauge: { readonly name: string; readonly help: string; readonly read: () => number }): void;
}

/**
 * Compares the clock every minute with the time known to the vault. While the clock is more than a day ahead,
 * nothing is destroyed, and the log and a gauge report it.
 */
export function watchClock(
  { clock, seal, storage }: Pick<Vault, 'clock' | 'seal' | 'storage'>,
  metrics: Gauges,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): Repetition {
  metrics.add({
    name: 'agent_secrets_vault_clock_ahead_seconds',
    help: 'How far the clock is ahead of the last time known to the vault, while nothing is destroyed for that reason; otherwise 0.',
    read: () => clock.aheadMilliseconds / 1000,
  });
  let isAhead = false;
  const watching = repeat(everyMilliseconds, async () => {
    if (seal.reason !== undefined) return;
    try {
      await clock.check(storage);
    } catch {
      log.warn({}, 'the last known time cannot be stored now');
    }
    const ahead = clock.aheadMilliseconds;
    if (ahead > 0 && !isAhead) log.warn({ aheadSeconds: Math.round(ahead / 1000) }, clockAdvice(ahead));
    if (ahead === 0 && isAhead) log.info({}, 'the clock is trusted again: old data is destroyed again');
    isAhead = ahead > 0;
  });
  watching.next();
  return watching;
}
