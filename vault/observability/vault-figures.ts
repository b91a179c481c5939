import { sealSentences } from '../domain/context/seal.ts';
import type { Vault } from '../domain/context/vault.ts';
import type { MeasuredStorage } from './measured-storage.ts';
import type { Metrics } from './metrics.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { VaultLog } from './logger.ts';

/** The sources of a running vault's metrics. All are in memory: a scrape runs no query. */
export interface FigureSources {
  readonly vault: Pick<Vault, 'seal'>;
  readonly storage: Pick<MeasuredStorage, 'commits' | 'isUp'>;
  /** Seconds since the end of the log was last known to be signed and stored. */
  readonly checkpointAge: () => number;
  readonly sizes: () => {
    readonly auditEntries?: number;
    readonly secrets?: number;
    readonly databaseBytes?: number;
    readonly diskBytes?: number;
    readonly diskFreeBytes?: number;
    readonly expiringKeys?: number;
    readonly overdueSecrets?: number;
    readonly dueSecrets?: number;
  };
  /** When the certificate in use expires, in seconds since 1970; `undefined` if there is none. */
  readonly certificateEnd: () => number | undefined;
}

const reasons = Object.keys(sealSentences);

/** Metrics of the vault itself: its seal, storage, signatures and sizes. */
export function addVaultFigures(metrics: Metrics, sources: FigureSources): void {
  const { vault, storage, checkpointAge, sizes, certificateEnd } = sources;
  metrics.addHistogram(storage.commits);
  metrics.add({
    name: 'agent_secrets_vault_sealed',
    help: 'Whether the vault is sealed.',
    read: () => (vault.seal.reason === undefined ? 0 : 1),
  });
  metrics.add({
    name: 'agent_secrets_vault_seal_reason',
    help: 'Why the vault is sealed: 1 for the reason that applies.',
    read: () =>
      reasons.map((reason) => ({ labels: { reason }, value: vault.seal.reason === reason ? 1 : 0 })),
  });
  metrics.add({
    name: 'agent_secrets_vault_storage_up',
    help: 'Whether the last database operation succeeded; the vault checks every few seconds.',
    read: () => (storage.isUp ? 1 : 0),
  });
  metrics.add({
    name: 'agent_secrets_vault_checkpoint_age_seconds',
    help: 'Time since the end of the audit log was last known to be signed and the signature stored.',
    read: checkpointAge,
  });
  metrics.add({
    name: 'agent_secrets_vault_audit_entries_total',
    help: 'Entries of the audit log, of all processes of the vault; measured every minute.',
    type: 'counter',
    read: () => sizes().auditEntries,
  });
  metrics.add({
    name: 'agent_secrets_vault_secrets',
    help: 'Secrets in the vault; measured every minute.',
    read: () => sizes().secrets,
  });
  metrics.add({
    name: 'agent_secrets_vault_expiring_admin_keys',
    help: 'Admin keys that expire within 30 days, at most 100; measured every minute.',
    read: () => sizes().expiringKeys,
  });
  metrics.add({
    name: 'agent_secrets_vault_overdue_secrets',
    help: 'Secrets that have expired or whose rotation is overdue; measured every minute.',
    read: () => sizes().overdueSecrets,
  });
  metrics.add({
    name: 'agent_secrets_vault_due_secrets',
    help: 'Secrets that expire or are due for rotation within 30 days, including overdue ones; measured every minute.',
    read: () => sizes().dueSecrets,
  });
  metrics.add({
    name: 'agent_secrets_vault_database_bytes',
    help: 'Size of the database; measured every minute.',
    read: () => sizes().databaseBytes,
  });
  metrics.add({
    name: 'agent_secrets_vault_disk_bytes',
    help: 'Size of the disk that holds the data directory.',
    read: () => sizes().diskBytes,
  });
  metrics.add({
    name: 'agent_secrets_vault_disk_free_bytes',
    help: 'Free space on the disk that holds the data directory; measured every minute.',
    read: () => sizes().diskFreeBytes,
  });
  metrics.add({
    name: 'agent_secrets_vault_certificate_end_timestamp_seconds',
    help: 'When the certificate that the vault serves expires, in seconds since 1970.',
    read: certificateEnd,
  });
}

/** Metrics of the process. Returns a function that stops measuring. */
export function addProcessGauges(metrics: Metrics, log: Pick<VaultLog, 'dropped'>): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  metrics.add({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process.',
    read: () => process.memoryUsage.rss(),
  });
  metrics.add({
    name: 'process_uptime_seconds',
    help: 'Time since the process started.',
    read: () => process.uptime(),
  });
  metrics.add({
    name: 'agent_secrets_vault_event_loop_delay_seconds',
    help: 'Delay of the event loop, 99th percentile.',
    read: () => delay.percentile(99) / 1e9,
  });
  metrics.add({
    name: 'agent_secrets_vault_log_lines_dropped',
    help: 'Log lines that were dropped since the start, because nothing read them.',
    read: log.dropped,
  });
  return () => {
    delay.disable();
  };
}
