import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { startVaultProcess } from '../support/vault-process.ts';
import { compareAll, type Select } from './compare.ts';
import { hireWriters, type Reachable } from './crew.ts';
import { Ledger } from './ledger.ts';
import type { Report, Tell } from './report.ts';
import type { Writer } from './writer.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly writers: number;
  /** The number of changes and reads acknowledged in a round before the kill can come. */
  readonly atLeast: number;
}

/** A vault with 32 writers is killed without notice, restarted on the same folder, and compared. */
export async function killUnderWriters(options: KillOptions, tell: Tell): Promise<Report> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-kill-'));
  const ledger = new Ledger();
  try {
    let vault = await startVaultProcess(directory);
    const writers = await hireWriters(vault, ledger, options.writers);
    for (let round = 1; round <= options.rounds; round += 1) {
      const working = workUntilGone(vault, writers);
      await untilAcknowledged(ledger, ledger.writes + ledger.reads + options.atLeast, working.ended);
      await sleep((round * 37) % 200);
      await vault.stop('SIGKILL');
      await working.ended;
      vault = await startVaultProcess(directory);
      const isLast = round === options.rounds;
      await compareAll(vault, writers, ledger, selectFrom(directory), isLast);
      tell(`round ${String(round)} of ${String(options.rounds)}: ${figuresOf(ledger)}`);
      if (ledger.losses.length > 0) break;
    }
    await vault.stop('SIGKILL');
    if (checkIntegrity(directory) !== 'ok') ledger.lose('SQLite finds its file damaged');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { figures: `${String(options.rounds)} rounds, ${figuresOf(ledger)}`, losses: ledger.losses };
}

export function figuresOf({ writes, reads, unknown, losses }: Ledger): string {
  const counted = [writes, reads, unknown].map((count) => count.toLocaleString('en'));
  return `${counted[0] ?? ''} acknowledged writes, ${counted[1] ?? ''} audited reads, ${counted[2] ?? ''} without an answer, ${String(losses.length)} lost`;
}

/** Every writer continues until the vault no longer answers. */
export function workUntilGone({ url }: Reachable, writers: readonly Writer[]): { ended: Promise<unknown> } {
  const work = async (writer: Writer): Promise<void> => {
    while ((await writer.step(url)) !== 'unknown');
  };
  return { ended: Promise.all(writers.map(work)) };
}

/** Also resolves when the work ends earlier: then there is nothing more to wait for. */
export async function untilAcknowledged(
  ledger: Ledger,
  count: number,
  ended: Promise<unknown>,
): Promise<void> {
  const enough = async (): Promise<void> => {
    for (let waited = 0; waited < longestWait && ledger.writes + ledger.reads < count; waited += 5) {
      await sleep(5);
    }
  };
  await Promise.race([enough(), ended]);
}

const longestWait = 30_000;

export function selectFrom(directory: string): Select {
  return async (sql) => {
    const database = new Database(join(directory, 'vault.db'), { readonly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };
}

function checkIntegrity(directory: string): unknown {
  const database = new Database(join(directory, 'vault.db'));
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}
