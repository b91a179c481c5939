import type { FastifyBaseLogger } from 'fastify';
import type { CheckpointSink } from '../domain/audit/checkpoints.ts';
import { lackOf } from '../domain/audit/rollback.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat, type Repetition } from './repeat.ts';

const everyMilliseconds = 60_000;

/** Registers gauges, which are evaluated when they are read. */
interface Gauges {
  add(gauge: { readonly name: string; readonly help: string; readonly read: () => number }): void;
}

/**
 * Compares the database every minute with what this process knows of it, and with the last checkpoint outside
 * of it. If the database went back, the vault is sealed and the log gives the reason. A database that is
 * unavailable is compared when it responds again, before any request is answered.
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
    help: 'Whether the database lost entries of the audit log since the start; the vault is sealed then.',
    read: () => (history.fault ? 1 : 0),
  });
  let isWarned = false;
  return repeat(everyMilliseconds, async () => {
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
