import type { FastifyBaseLogger } from 'fastify';
import { removeDeletedAgents } from './domain/accounts/delete-agent.ts';
import { purgeDeleted } from './domain/secrets/purge-secrets.ts';
import { keepUses } from './keep-uses.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 600_000;

/**
 * Destroys what was deleted long enough ago, ends deletions that were cut off, forgets what has ended, and writes down which tokens are
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
      const removed = await removeDeletedAgents(vault);
      if (removed > 0) log.info({ removed }, 'deleted agents removed from access lists');
    } catch {
      log.warn({}, 'what was deleted cannot be cleaned up now');
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
