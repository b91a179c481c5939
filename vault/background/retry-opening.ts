import type { FastifyBaseLogger } from 'fastify';
import { type OpenOptions, tryUnseal } from '../domain/open-vault.ts';
import type { Vault } from '../domain/context/vault.ts';

const firstWait = 500;
const longestWait = 30_000;

/**
 * Tries at increasing intervals to open a sealed vault until its root key is available. A vault that needs a
 * restart stays sealed. Returns a function that stops the attempts.
 */
export function retryOpening(
  vault: Vault,
  options: OpenOptions,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const attempt = async (wait: number): Promise<void> => {
    if (vault.seal.isFinal) return;
    await tryUnseal(vault, options).catch(() => log.warn({}, 'cannot be opened now'));
    if (vault.seal.reason === undefined) log.info({}, 'opened');
    else again(Math.min(wait * 2, longestWait));
  };
  const again = (wait: number): void => {
    if (!stopped) timer = setTimeout(() => void attempt(wait), wait).unref();
  };
  if (vault.seal.reason !== undefined) {
    log.warn({ reason: vault.seal.reason, sentence: vault.seal.sentence }, 'sealed');
    again(firstWait);
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
