import type { FastifyBaseLogger } from 'fastify';
import { removeEndedAccess } from '../domain/access/take-off-lists.ts';
import type { Vault } from '../domain/context/vault.ts';
import { removeDeletedAgents } from '../domain/deletion/delete-agent.ts';
import { forgetEnded } from '../domain/deletion/forget-ended.ts';
import { purgeDeleted } from '../domain/deletion/purge-secrets.ts';
import { renewDigests } from '../domain/people/renew-digests.ts';
import { finish, repeat, repeatWhileOpen } from './repeat.ts';

type Log = Pick<FastifyBaseLogger, 'info' | 'warn'>;

/**
 * Destroys what was deleted long enough ago, completes interrupted deletions, and removes credentials that
 * have ended, now and every ten minutes. Does nothing that depends on the clock while the clock is not
 * trusted. Returns a function that stops it.
 */
export function cleanUp(vault: Vault, log: Log): () => Promise<void> {
  const problem = 'deleted data cannot be cleaned up now';
  const cleaning = repeatWhileOpen(vault, 600_000, log, problem, async () => {
    if (vault.clock.mayDestroy) await destroyOld(vault, log);
    const removed = await removeDeletedAgents(vault);
    if (removed > 0) log.info({ removed }, 'deleted agents removed from access lists');
  });
  cleaning.next();
  return cleaning.stop;
}

/** The part of the cleanup that depends on the clock. */
async function destroyOld(vault: Vault, log: Log): Promise<void> {
  const purged = await purgeDeleted(vault);
  if (purged > 0) log.info({ purged }, 'deleted secrets destroyed');
  const forgotten = await forgetEnded(vault);
  if (forgotten > 0) log.info({ forgotten }, 'old keys and sandbox sessions removed');
}

/**
 * Removes expired grants from access lists, now and every five seconds. Removes none while the clock is not
 * trusted. Returns a function that stops it.
 */
export function endAccess(vault: Vault, log: Log): () => Promise<void> {
  const problem = 'expired grants cannot be removed from the access lists now';
  const ending = repeatWhileOpen(vault, 5_000, log, problem, async () => {
    const lists = vault.clock.mayDestroy ? await removeEndedAccess(vault) : 0;
    if (lists > 0) log.info({ lists }, 'expired grants removed');
  });
  ending.next();
  return ending.stop;
}

/**
 * Records every minute which tokens were used and which secrets were read. Returns a function that stops this and
 * writes the last uses.
 */
export function recordUses(vault: Vault, log: Pick<Log, 'warn'>): () => Promise<void> {
  const writing = repeat(60_000, async () => {
    try {
      await vault.uses.write(vault.storage);
      await vault.reads.write(vault.storage);
      if (vault.seal.reason === undefined) await renewDigests(vault);
    } catch {
      log.warn({}, 'the last uses of tokens and secrets could not be written');
    }
  });
  return () => finish(writing);
}

/**
 * Records every minute how often keys were refused. Returns a function that stops this and writes the last
 * counts.
 */
export function countRefusals(
  vault: Pick<Vault, 'refusals' | 'seal'>,
  log: Pick<Log, 'warn'>,
): () => Promise<void> {
  const problem = 'the counts of rejected keys could not be written';
  const writing = repeatWhileOpen(vault, 60_000, log, problem, () => vault.refusals.writeCounts());
  return () => finish(writing);
}
