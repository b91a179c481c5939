import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from './ask.ts';
import { makeFirstVault, firstVaultLosses } from './first-vault-directory.ts';
import type { Report, Tell } from './report.ts';
import { canTrace, type Injection, startTracedVault, whyNotTraced } from './traced-vault.ts';
import { startVaultProcess, type VaultProcess } from '../support/vault-process.ts';

export interface SweepOptions {
  /** The sweep stops at every n-th call; 1 for each call. */
  readonly every: number;
  readonly calls: readonly Call[];
}

/** Calls that leave something on the disk. */
export const callsOfStart = ['pwrite64', 'fsync', 'write', 'unlink', 'ftruncate', 'link', 'chmod'] as const;
type Call = (typeof callsOfStart)[number];
const mostCalls = 2000;

/** The first start of a vault ends at every system call in turn; the next start must repair it. */
export function killFirstStarts(options: SweepOptions, tell: Tell): Promise<Report> {
  return sweep('first start', options, tell, async () => undefined, usabilityProblem);
}

/** The same where the start migrates a vault of the first release. */
export async function killMigrations(options: SweepOptions, tell: Tell): Promise<Report> {
  const first = mkdtempSync(join(tmpdir(), 'vault-first-'));
  try {
    await makeFirstVault(first);
    const copy = async (to: string): Promise<void> => cpSync(first, to, { recursive: true });
    return await sweep('migration', options, tell, copy, firstVaultLosses);
  } finally {
    rmSync(first, { recursive: true, force: true });
  }
}

async function sweep(
  what: string,
  { every, calls }: SweepOptions,
  tell: Tell,
  prepare: (directory: string) => Promise<void>,
  check: (vault: VaultProcess, directory: string) => Promise<string | undefined>,
): Promise<Report> {
  if (!canTrace()) return { figures: `${what}: ${whyNotTraced}`, losses: [] };
  const losses: string[] = [];
  let kills = 0;
  for (const call of calls) {
    let n = 1;
    for (; n < mostCalls; n += every) {
      const directory = mkdtempSync(join(tmpdir(), 'vault-start-'));
      try {
        await prepare(directory);
        if (await startsAll(directory, `${call}:signal=SIGKILL:when=${String(n)}`)) break;
        kills += 1;
        const vault = await startVaultProcess(directory);
        const loss = await check(vault, directory);
        if (loss !== undefined) losses.push(`${what} killed at ${call} ${String(n)}: ${loss}`);
        await vault.stop('SIGKILL');
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }
    tell(`${what}: ${call} up to the ${String(n)}th, ${String(kills)} kills, ${String(losses.length)} lost`);
  }
  return { figures: `${what}: ${String(kills)} kills, ${String(losses.length)} lost`, losses };
}

/** Whether the vault answers: it makes fewer calls than that. */
async function startsAll(directory: string, injection: Injection): Promise<boolean> {
  const vault = await startTracedVault(directory, injection);
  await vault.kill();
  return vault.url !== undefined;
}

/** What is wrong with a restarted vault; nothing if its first key opens it. */
export async function usabilityProblem(vault: VaultProcess, directory: string): Promise<string | undefined> {
  if (!vault.url.startsWith('http')) return vault.line;
  const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  const answer = await ask(vault.url, { method: 'GET', path: '/v1/me', key });
  return answer?.status === 200 ? undefined : JSON.stringify(answer);
}
