import type { FastifyBaseLogger } from 'fastify';
import { removeEndedAccess } from '../domain/access/end-access.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 5_000;

/**
 * Removes expired grants from the access lists: now, and every five seconds. Removes none while the clock is
 * not trusted. Returns a function that stops it.
 */
export function endAccess(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => Promise<void> {
  const ending = repeat(everyMilliseconds, async () => {
    if (vault.seal.reason !== undefined || !vault.clock.mayDestroy) return;
    try {
      const lists = await removeEndedAccess(vault);
      if (lists > 0) log.info({ lists }, 'expired grants removed');
    } catch {
      log.warn({}, 'expired grants cannot be removed from the access lists now');
    }
  });
  ending.next();
  return ending.stop;
}
