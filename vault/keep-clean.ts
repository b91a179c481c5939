import type { FastifyBaseLogger } from 'fastify';
import { purgeDeleted } from './domain/secrets-purge.ts';
import { keepUses } from './keep-uses.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 600_000;

/**
 * Destroys what was deleted long enough ago, forgets what has ended, and writes down which tokens are
 * used. Returns what ends it.
 */
export function keepClean(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => Promise<void> {
  const lastUses = keepUses(vault, log);
  let running: Promise<void> = Promise.resolve();
  const clean = async (): Promise<void> => {
    if (vault.seal.reason !== undefined) return;
    try {
      const purged = await purgeDeleted(vault);
      if (purged > 0) log.info({ purged }, 'deleted secrets destroyed');
    } catch {
      log.warn({}, 'deleted secrets cannot be destroyed now');
    }
  };
  const next = (): void => {
    running = running.then(clean);
  };
  next();
  const timer = setInterval(next, everyMilliseconds).unref();
  return async () => {
    clearInterval(timer);
    await running;
    await lastUses();
  };
}
