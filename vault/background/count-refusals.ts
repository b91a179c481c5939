import type { FastifyBaseLogger } from 'fastify';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 60_000;

/**
 * Records every minute how often keys were refused. Returns a function that stops it and writes the last
 * counts.
 */
export function countRefusals(
  { refusals, seal }: Pick<Vault, 'refusals' | 'seal'>,
  log: Pick<FastifyBaseLogger, 'warn'>,
): () => Promise<void> {
  const write = async (): Promise<void> => {
    if (seal.reason !== undefined) return;
    try {
      await refusals.writeCounts();
    } catch {
      log.warn({}, 'the counts of rejected keys could not be written');
    }
  };
  const writing = repeat(everyMilliseconds, write);
  return async () => {
    await writing.stop();
    await write();
  };
}
