import type { FastifyBaseLogger } from 'fastify';
import { expiringCredentials } from '../domain/people/expiring-credentials.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const day = 86_400_000;

/** Logs daily which admin keys expire within 30 days. Returns a function that stops it. */
export function warnOfExpiry(
  { storage, now, seal }: Pick<Vault, 'now' | 'seal' | 'storage'>,
  log: Pick<FastifyBaseLogger, 'warn'>,
): () => Promise<void> {
  const warning = repeat(day, async () => {
    if (seal.reason !== undefined) return;
    try {
      for (const { id, accountId, expiresAt } of await storage.look((view) =>
        expiringCredentials(view, now()),
      )) {
        const days = Math.floor((Date.parse(expiresAt) - now().getTime()) / day);
        log.warn({ id, accountId, expiresAt, days }, 'an admin key expires soon: issue another one');
      }
    } catch {
      log.warn({}, 'keys that expire soon cannot be looked up now');
    }
  });
  warning.next();
  return warning.stop;
}
