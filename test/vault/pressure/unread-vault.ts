import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledVaultScript } from '../../support/bundles.ts';

export interface UnreadVault {
  readonly process: ChildProcess;
  readonly url: string;
  readonly adminKey: string;
}

/** A vault in its own process; its log is not read, nor its output after its address. */
export async function startUnreadVault(dataDir: string): Promise<UnreadVault> {
  const script = await bundledVaultScript(join(import.meta.dirname, '../support/vault-process.mjs'));
  const child = spawn(process.execPath, ['--no-warnings', script, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.stdout.pause();
  const adminKey = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim();
  return { process: child, url: line.toString().trim(), adminKey };
}
