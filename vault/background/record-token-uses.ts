import type { FastifyBaseLogger } from 'fastify';
import type { Vault } from '../domain/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 60_000;

/** Writes down every minute which tokens are used. Returns what ends it, and writes the last uses. */
export function recordTokenUses(
  { storage, uses }: Vault,
  log: Pick<FastifyBaseLogger, 'warn'>,
): () => Promise<void> {
  const write = async (): Promise<void> => {
    try {
      await uses.write(storage);
    } catch {
      log.warn({}, 'the use of tokens could not be written');
    }
  };
  const writing = repeat(everyMilliseconds, write);
  return async () => {
    await writing.stop();
    await write();
  };
}
