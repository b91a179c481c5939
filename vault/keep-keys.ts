import type { FastifyBaseLogger } from 'fastify';
import { refreshKeys } from './domain/keys/refresh-keys.ts';
import type { Vault } from './domain/vault.ts';

const everyMilliseconds = 5_000;

/**
 * Takes up new terms that other processes of the vault begin, soon enough that theirs can destroy old
 * ones. Says when another process has replaced the root key.
 */
export function keepKeys(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  let running = false;
  let told = false;
  const look = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      if (await refreshKeys(vault)) log.info({ term: vault.keyring.term }, 'new keys');
      if (vault.seal.rootReplaced && !told) {
        log.warn({}, 'the root key was replaced: restart with the new one');
      }
      told = vault.seal.rootReplaced;
    } catch {
      log.warn({}, 'new keys cannot be read');
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void look(), everyMilliseconds).unref();
  return () => clearInterval(timer);
}
