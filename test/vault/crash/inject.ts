import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVaultProcess } from '../support/vault-process.ts';
import { ask } from './ask.ts';
import { compareAll } from './compare.ts';
import { hireWriters } from './crew.ts';
import { selectFrom } from './kill-rounds.ts';
import { Ledger } from './ledger.ts';
import type { Report, Tell } from './report.ts';
import { canTrace, type Injection, startTracedVault, whyNotTraced } from './traced-vault.ts';
import type { Writer } from './writer.ts';

const writerCount = 4;
const stepsOfOne = 12;

/** Totals over all injections. */
interface Totals {
  injected: number;
  /** Answered 503, or not at all. */
  refused: number;
  stopped: number;
  acknowledged: number;
  readonly losses: string[];
}

/** Injections for many calls: killed there, or an error once, or from there on. */
export function injections(wheres: readonly number[]): readonly Injection[] {
  return wheres.flatMap((n): readonly Injection[] => [
    `fsync:signal=SIGKILL:when=${String(n)}`,
    `pwrite64:signal=SIGKILL:when=${String(n * 7)}`,
    `fsync:error=EIO:when=${String(n)}`,
    `fsync:error=EIO:when=${String(n)}+`,
    `pwrite64:error=EIO:when=${String(n * 7)}`,
    `pwrite64:error=EIO:when=${String(n * 7)}+`,
    `pwrite64:error=ENOSPC:when=${String(n * 7)}`,
    `pwrite64:error=ENOSPC:when=${String(n * 7)}+`,
    `pread64:error=EIO:when=${String(n * 7)}+4`,
  ]);
}

/** System calls of a vault fail while writers are at work; then it is started normally. */
export async function injectFaults(list: readonly Injection[], tell: Tell): Promise<Report> {
  if (!canTrace()) return { figures: whyNotTraced, losses: [] };
  const totals: Totals = { injected: 0, refused: 0, stopped: 0, acknowledged: 0, losses: [] };
  for (const injection of list) {
    await injectOne(injection, totals);
    totals.injected += 1;
    tell(`${String(totals.injected)} of ${String(list.length)}: ${injection}; ${figuresOf(totals)}`);
  }
  return { figures: figuresOf(totals), losses: totals.losses };
}

function figuresOf({ injected, refused, stopped, acknowledged, losses }: Totals): string {
  return `${String(injected)} faults, ${String(acknowledged)} acknowledged, ${String(refused)} refused or unanswered, ${String(stopped)} starts refused, ${String(losses.length)} lost`;
}

async function injectOne(injection: Injection, totals: Totals): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-inject-'));
  const ledger = new Ledger();
  try {
    const before = await startVaultProcess(directory);
    const writers = await hireWriters(before, ledger, writerCount);
    await before.stop('SIGKILL');
    const traced = await startTracedVault(directory, injection);
    if (traced.url === undefined) totals.stopped += 1;
    else await work(traced.url, writers, ledger, injection.endsWith('+'));
    await traced.kill();
    const after = await startVaultProcess(directory);
    await compareAll(after, writers, ledger, selectFrom(directory), true);
    await after.stop('SIGKILL');
  } catch (error) {
    ledger.lose(error instanceof Error ? error.message : 'failed');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  totals.acknowledged += ledger.writes + ledger.reads;
  totals.refused += ledger.unknown;
  totals.losses.push(...ledger.losses.map((loss) => `${injection}: ${loss}`));
}

/** Continues after refusals, until the vault itself has exited. */
async function work(
  url: string,
  writers: readonly Writer[],
  ledger: Ledger,
  isLasting: boolean,
): Promise<void> {
  const one = async (writer: Writer): Promise<void> => {
    for (let step = 0; step < stepsOfOne; step += 1) await writer.step(url);
  };
  await Promise.all(writers.map(one));
  const ready = await ask(url, { method: 'GET', path: '/readyz', key: '' });
  if (isLasting && ledger.unknown > 0 && ready?.status === 200) {
    ledger.lose('It says that it is ready, but refuses');
  }
  if (!isLasting && ready !== undefined && ready.status !== 200) ledger.lose('It does not recover');
}
