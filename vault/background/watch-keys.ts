import type { FastifyBaseLogger } from 'fastify';
import { refreshKeys } from '../domain/context/refresh-keys.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 5_000;

/**
 * Picks up new terms created by other processes of the vault, soon enough for those processes to destroy old
 * ones. Logs when another process has replaced the root key. Returns a function that stops it.
 */
export function watchKeys(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  let told = false;
  const watching = repeat(everyMilliseconds, async () => {
    try {
      if (await refreshKeys(vault)) log.info({ term: vault.keyring.term }, 'new keys loaded');
      if (vault.seal.rootReplaced && !told) {
        log.warn({}, 'the root key was replaced: restart with the new one');
      }
      told = vault.seal.rootReplaced;
    } catch {
      log.warn({}, 'new keys cannot be read');
    }
  });
  // A slow root key must not delay shutdown.
  return () => void watching.stop();
}
