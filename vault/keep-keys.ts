import type { FastifyBaseLogger } from 'fastify';
import { refreshKeys } from './domain/refresh-keys.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 5_000;

/** Takes up new terms that other processes of the vault begin, soon enough that theirs can destroy old ones. */
export function keepKeys(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  let running = false;
  const look = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      if (await refreshKeys(vault)) log.info({ term: vault.keyring.term }, 'new keys');
    } catch {
      log.warn({}, 'new keys cannot be read');
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void look(), everyMilliseconds).unref();
  return () => clearInterval(timer);
}
