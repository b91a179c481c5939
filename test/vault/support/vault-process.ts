import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledVaultScript } from '../../support/bundles.ts';

const script = join(import.meta.dirname, 'vault-process.mjs');

export interface VaultProcess {
  readonly process: ChildProcess;
  /** The vault's address, or its output if it did not start. */
  readonly line: string;
  readonly url: string;
  readonly adminKey: string;
  /** What the vault has written to standard error so far. */
  readonly log: () => string;
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Bundles the vault once. */
export function vaultProgram(): Promise<string> {
  return bundledVaultScript(script);
}

/**
 * Starts a vault. Stores everything in the PostgreSQL database at that address, if given. `changed` is a changed
 * copy of the program.
 */
export async function startVaultProcess(
  dataDir: string,
  port = 0,
  database?: string,
  changed?: string,
): Promise<VaultProcess> {
  const program = changed ?? (await vaultProgram());
  const child = spawn(
    process.execPath,
    ['--no-warnings', program, dataDir, String(port), ...(database === undefined ? [] : [database])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => [`exited: ${log}`]),
  ])) as [string];
  return {
    process: child,
    line,
    url: line,
    log: () => log,
    get adminKey() {
      return readFileSync(join(dataDir, 'admin.key'), 'utf8').trim();
    },
    async stop(signal) {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
