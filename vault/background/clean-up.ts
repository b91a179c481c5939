import type { FastifyBaseLogger } from 'fastify';
import { removeDeletedAgents } from '../domain/deletion/delete-agent.ts';
import { forgetEnded } from '../domain/deletion/forget-ended.ts';
import { purgeDeleted } from '../domain/deletion/purge-secrets.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 600_000;

/**
 * Destroys what was deleted long enough ago, completes interrupted deletions, and forgets what has ended:
 * now, and every ten minutes. Does nothing that depends on the clock while it is not trusted. Returns a
 * function that stops it.
 */
export function cleanUp(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => Promise<void> {
  const cleaning = repeat(everyMilliseconds, async () => {
    if (vault.seal.reason !== undefined) return;
    try {
      if (vault.clock.mayDestroy) await destroyOld(vault, log);
      const removed = await removeDeletedAgents(vault);
      if (removed > 0) log.info({ removed }, 'deleted agents removed from access lists');
    } catch {
      log.warn({}, 'deleted data cannot be cleaned up now');
    }
  });
  cleaning.next();
  return cleaning.stop;
}

/** The part of the cleanup that depends on the clock. */
async function destroyOld(vault: Vault, log: Pick<FastifyBaseLogger, 'info'>): Promise<void> {
  const purged = await purgeDeleted(vault);
  if (purged > 0) log.info({ purged }, 'deleted secrets destroyed');
  const forgotten = await forgetEnded(vault);
  if (forgotten > 0) log.info({ forgotten }, 'old keys and sandbox sessions removed');
}
