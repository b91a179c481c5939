import type { FastifyBaseLogger } from 'fastify';
import { renewDigests } from '../domain/people/renew-digests.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 60_000;

/** Records every minute which tokens were used. Returns a function that stops it and writes the last uses. */
export function recordTokenUses(vault: Vault, log: Pick<FastifyBaseLogger, 'warn'>): () => Promise<void> {
  const write = async (): Promise<void> => {
    try {
      await vault.uses.write(vault.storage);
      if (vault.seal.reason === undefined) await renewDigests(vault);
    } catch {
      log.warn({}, 'the last use of tokens could not be written');
    }
  };
  const writing = repeat(everyMilliseconds, write);
  return async () => {
    await writing.stop();
    await write();
  };
}
