import type { FastifyBaseLogger } from 'fastify';
import type { CheckpointSink } from '../domain/audit/checkpoints.ts';
import { lackOf } from '../domain/audit/rollback.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat, repeatWhileOpen, type Repetition } from './repeat.ts';
import { clockAdvice } from '../domain/context/trusted-clock.ts';
import { refreshKeys } from '../domain/context/refresh-keys.ts';
import { expiringCredentials } from '../domain/people/expiring-credentials.ts';

/** Registers gauges, whose values are computed when they are read. */
interface Gauges {
  add(gauge: { readonly name: string; readonly help: string; readonly read: () => number }): void;
}

/**
 * Compares the database every minute with what this process has seen of it, and with the last checkpoint
 * outside it. If the database was rolled back, the vault is sealed and the reason is logged. An unavailable
 * database is compared when it responds again, before any request is served.
 */
export function watchHistory(
  { storage, keyring, seal }: Vault,
  sink: CheckpointSink,
  metrics: Gauges,
  log: Pick<FastifyBaseLogger, 'error' | 'warn'>,
): Repetition {
  const { history } = storage;
  history.onFault(({ message }) => {
    log.error({ reason: 'went-back', sentence: message }, 'sealed: the database lost entries');
  });
  metrics.add({
    name: 'agent_secrets_vault_database_went_back',
    help: 'Whether the database has lost audit log entries since startup; if so, the vault is sealed.',
    read: () => (history.fault ? 1 : 0),
  });
  let isWarned = false;
  return repeat(60_000, async () => {
    if (seal.reason !== undefined) return;
    try {
      await storage.compare();
      const lack = await lackOf(storage, keyring, sink);
      if (lack && lack.fault !== 'checkpoint') history.refuse(lack.reason);
      if (lack && !isWarned) log.warn({}, lack.reason);
      isWarned = lack !== undefined;
    } catch {
      if (!history.fault) log.warn({}, 'the database cannot be compared now');
    }
  });
}

/**
 * Compares the clock every minute with the time known to the vault. While the clock is more than a day ahead,
 * nothing is destroyed, and the log and a gauge report it.
 */
export function watchClock(
  { clock, seal, storage }: Pick<Vault, 'clock' | 'seal' | 'storage'>,
  metrics: Gauges,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): Repetition {
  metrics.add({
    name: 'agent_secrets_vault_clock_ahead_seconds',
    help: 'How far the clock is ahead of the last time known to the vault, while nothing is destroyed for that reason; otherwise 0.',
    read: () => clock.aheadMilliseconds / 1000,
  });
  let isAhead = false;
  const watching = repeat(60_000, async () => {
    if (seal.reason !== undefined) return;
    try {
      await clock.check(storage);
    } catch {
      log.warn({}, 'the last known time cannot be stored now');
    }
    const ahead = clock.aheadMilliseconds;
    if (ahead > 0 && !isAhead) log.warn({ aheadSeconds: Math.round(ahead / 1000) }, clockAdvice(ahead));
    if (ahead === 0 && isAhead) log.info({}, 'the clock is trusted again: old data is destroyed again');
    isAhead = ahead > 0;
  });
  watching.next();
  return watching;
}

/**
 * Picks up new terms created by other processes of the vault, early enough for those processes to destroy old
 * ones. Logs when another process has replaced the root key. Returns a function that stops it.
 */
export function watchKeys(vault: Vault, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  let told = false;
  const watching = repeat(5_000, async () => {
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

const day = 86_400_000;

/** Logs daily which admin keys expire within 30 days. Returns a function that stops it. */
export function warnOfExpiry(
  vault: Pick<Vault, 'now' | 'seal' | 'storage'>,
  log: Pick<FastifyBaseLogger, 'warn'>,
): () => Promise<void> {
  const { storage, now } = vault;
  const problem = 'keys that expire soon cannot be looked up now';
  const warning = repeatWhileOpen(vault, day, log, problem, async () => {
    for (const { id, accountId, expiresAt } of await storage.look((view) =>
      expiringCredentials(view, now()),
    )) {
      const days = Math.floor((Date.parse(expiresAt) - now().getTime()) / day);
      log.warn({ id, accountId, expiresAt, days }, 'an admin key expires soon: issue another one');
    }
  });
  warning.next();
  return warning.stop;
}
