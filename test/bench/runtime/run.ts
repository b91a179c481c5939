import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVaultClient } from '../../../vault-client/index.ts';
import { type ClientKind, clientKinds, startClient } from '../../runtime/support/client-process.ts';
import { countStaleReads } from '../../runtime/support/revocations.ts';
import { startRuntimeVault } from '../../runtime/support/runtime-vault.ts';
import { type PostgresServer, startPostgres } from '../../vault/support/postgres-server.ts';
import { startVaultProcess } from '../../vault/support/vault-process.ts';
import { median, milliseconds, perSecond } from '../vault/figure.ts';
import { readers, type Reads } from './readers.ts';

export interface RuntimeBench {
  readonly rounds: number;
  readonly reads: number;
  readonly revocations: number;
  /** Called with what is being measured. */
  readonly tell: (text: string) => void;
}

/** Prints two tables: reads of each client next to `curl`, alternately; and reads after a revoke. */
export async function run(bench: RuntimeBench): Promise<readonly string[]> {
  return [await readTable(bench), await revocationTable(bench)];
}

async function readTable({ rounds, reads, tell }: RuntimeBench): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-bench-'));
  const vault = await startVaultProcess(path.join(folder, 'data'));
  try {
    const environment = await environmentOf(vault.url, vault.adminKey);
    const rows: string[] = [];
    for (const atOnce of [1, 16]) {
      const seen = new Map<string, Reads[]>(Object.keys(readers).map((name) => [name, []]));
      for (let round = 1; round <= rounds; round += 1) {
        for (const [name, read] of Object.entries(readers)) {
          tell(`${name}, ${String(atOnce)} at once, round ${String(round)}`);
          seen.get(name)?.push(await read({ environment, folder, count: reads, atOnce }));
        }
      }
      for (const [name, all] of seen) rows.push(rowOf(name, atOnce, all));
    }
    const head = '| reader | at once | reads per second | p50 | p99 |\n| --- | ---: | ---: | ---: | ---: |';
    return [head, ...rows].join('\n');
  } finally {
    await vault.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The median of the rounds, for each figure. */
function rowOf(name: string, atOnce: number, all: readonly Reads[]): string {
  const rate = median(all.map(({ seconds, times }) => times.length / seconds));
  const quantile = (share: number): string => {
    return milliseconds(median(all.map(({ times }) => at(times, share))));
  };
  return `| ${[name, atOnce, perSecond(rate), quantile(0.5), quantile(0.99)].join(' | ')} |`;
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function environmentOf(url: string, key: string): Promise<Readonly<Record<string, string>>> {
  const admin = createVaultClient({ url, key, fetch });
  const { accountId } = await admin.me();
  const agentId = 'BENCH';
  await admin.createAgent(accountId, { agentId, agentName: 'Bench' });
  const value = { client_id: 'not-a-real-id', client_secret: 'not-a-real-secret' };
  await admin.createSecret(accountId, { name: 'bench', kind: 'key_value', value, agentIds: [agentId] });
  const { token } = await admin.issueToken(accountId, { name: 'bench', role: 'agent', agentId });
  return {
    PATH: process.env['PATH'] ?? '',
    AGENT_SECRETS_VAULT_URL: url,
    AGENT_SECRETS_AGENT: agentId,
    AGENT_SECRETS_AGENT_TOKEN: token,
  };
}

async function revocationTable({ revocations, tell }: RuntimeBench): Promise<string> {
  const postgres = await startPostgres();
  try {
    const rows: string[] = [];
    for (const storage of ['SQLite', 'PostgreSQL'] as const) {
      for (const kind of clientKinds) {
        tell(`${kind}, revokes on ${storage}`);
        rows.push(await revocationRow(kind, storage, postgres, revocations));
      }
    }
    const head =
      '| client | storage | revoke → read pairs | reads after their revoke |\n| --- | --- | ---: | ---: |';
    return [head, ...rows].join('\n');
  } finally {
    await postgres.stop();
  }
}

async function revocationRow(
  kind: ClientKind,
  storage: 'PostgreSQL' | 'SQLite',
  postgres: PostgresServer,
  wanted: number,
): Promise<string> {
  const vault = await startRuntimeVault(
    storage === 'SQLite' ? {} : { database: await postgres.createDatabase() },
  );
  const client = startClient(kind, vault.environment);
  try {
    const { pairs, stale } = await countStaleReads(vault, client, wanted);
    return `| ${[kind, storage, pairs, stale].join(' | ')} |`;
  } finally {
    await client.stop();
    await vault.stop();
  }
}
