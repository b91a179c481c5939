import type { FastifyBaseLogger } from 'fastify';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 60_000;

/** Writes down every minute which tokens are used. What it returns ends it, and writes the last. */
export function keepUses(
  { storage, uses }: Vault,
  log: Pick<FastifyBaseLogger, 'warn'>,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    try {
      await uses.write(storage);
    } catch {
      log.warn({}, 'the use of tokens could not be written');
    }
  };
  const next = (): Promise<void> => (running = running.then(write));
  const timer = setInterval(() => void next(), everyMilliseconds).unref();
  return async () => {
    clearInterval(timer);
    await next();
  };
}
