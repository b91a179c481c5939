import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startVaultProcess } from '../support/vault-process.ts';
import { ask } from './ask.ts';
import { compareAll, type Select } from './compare.ts';
import { hireWriters } from './crew.ts';
import { figuresOf, type KillOptions, untilAcknowledged } from './kill-rounds.ts';
import { Ledger } from './ledger.ts';
import type { Report, Tell } from './report.ts';
import type { Writer } from './writer.ts';

const patience = 60_000;

/** PostgreSQL under two vaults is killed, or single connections are; the vaults recover by themselves. */
export async function killPostgres(options: KillOptions, tell: Tell): Promise<Report> {
  const ledger = new Ledger();
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'vault-postgres-')));
  const [one = '', two = ''] = folders;
  const server = await startPostgres();
  const database = await server.createDatabase();
  const first = await startVaultProcess(one, 0, database);
  copyFileSync(join(one, 'root.key'), join(two, 'root.key'));
  const second = await startVaultProcess(two, 0, database);
  try {
    const writers = await hireWriters(first, ledger, options.writers);
    for (let round = 1; round <= options.rounds; round += 1) {
      const load = startLoad([first.url, second.url], writers);
      await untilAcknowledged(ledger, ledger.writes + ledger.reads + options.atLeast, load.ended);
      const how = await disturb(server, database, round);
      await untilAcknowledged(ledger, ledger.writes + ledger.reads + options.atLeast, load.ended);
      await load.stop();
      for (const { url } of [first, second]) await untilReady(url, ledger);
      const vault = round % 2 === 0 ? first : { url: second.url, adminKey: first.adminKey };
      const isLast = round === options.rounds;
      await compareAll(vault, writers, ledger, selectFrom(database), isLast);
      tell(`round ${String(round)} of ${String(options.rounds)} (${how}): ${figuresOf(ledger)}`);
      if (ledger.losses.length > 0) break;
    }
  } finally {
    await Promise.all([first.stop('SIGKILL'), second.stop('SIGKILL')]);
    await server.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  return { figures: `${String(options.rounds)} rounds, ${figuresOf(ledger)}`, losses: ledger.losses };
}

/** Writers continue after any answer, sending each change to one of the vaults. */
export function startLoad(urls: readonly string[], writers: readonly Writer[]) {
  const state = { isOver: false };
  const work = async (writer: Writer, index: number): Promise<void> => {
    for (let turn = index; !state.isOver; turn += 1) {
      const outcome = await writer.step(urls[turn % urls.length] ?? '');
      if (outcome === 'unknown') await sleep(20);
    }
  };
  const ended = Promise.all(writers.map(work));
  const stop = async (): Promise<void> => {
    state.isOver = true;
    await ended;
  };
  return { ended, stop };
}

async function disturb(server: PostgresServer, database: string, round: number): Promise<string> {
  if (round % 3 === 1) {
    await server.killAndRestart('SIGQUIT');
    return 'immediate shutdown';
  }
  if (round % 3 === 2) {
    await server.killAndRestart('SIGKILL');
    return 'all processes killed';
  }
  for (let count = 0; count < 10; count += 1) {
    await query(database, endCommitting);
    await sleep(50);
  }
  return 'connections ended';
}

const endCommitting = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name like 'agent-secrets%' and pid <> pg_backend_pid()
  and (state <> 'idle' or random() < 0.3)`;

export async function untilReady(url: string, ledger: Ledger): Promise<void> {
  for (let waited = 0; waited < patience; waited += 100) {
    const answer = await ask(url, { method: 'GET', path: '/readyz', key: '' });
    if (answer?.status === 200) return;
    await sleep(100);
  }
  ledger.lose('A vault does not find back to its database');
}

export function selectFrom(database: string): Select {
  return (sql) => query(database, sql);
}

async function query(database: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}
