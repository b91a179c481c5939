import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { VaultLog } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Metrics of the process. Returns a function that stops the measuring. */
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
