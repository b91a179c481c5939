import type { FastifyBaseLogger } from 'fastify';
import { refreshKeys } from '../domain/keys/refresh-keys.ts';
import type { Vault } from '../domain/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 5_000;

/**
 * Takes up new terms that other processes of the vault begin, soon enough that theirs can destroy old
 * ones. Says when another process has replaced the root key. Returns what ends it.
 */
export function watchKeys(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  let told = false;
  const watching = repeat(everyMilliseconds, async () => {
    try {
      if (await refreshKeys(vault)) log.info({ term: vault.keyring.term }, 'new keys');
      if (vault.seal.rootReplaced && !told) {
        log.warn({}, 'the root key was replaced: restart with the new one');
      }
      told = vault.seal.rootReplaced;
    } catch {
      log.warn({}, 'new keys cannot be read');
    }
  });
  // A root key that is slow to answer does not hold up the end.
  return () => void watching.stop();
}
