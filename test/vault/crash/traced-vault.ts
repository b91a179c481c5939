import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundledVaultScript } from '../../support/bundles.ts';

const script = join(import.meta.dirname, '..', 'support', 'vault-process.mjs');
const patience = 20_000;

/** The fault injected into a call of the vault, in the syntax of `strace`: `fsync:signal=SIGKILL:when=3`. */
export type Injection = `${string}:${string}`;

export interface TracedVault {
  /** `undefined` when it ended, or reported why it cannot start, before it answered. */
  readonly url: string | undefined;
  /** Ends it immediately, unless it has ended. */
  kill(): Promise<void>;
}

/** Whether this machine lets a program tamper with the system calls of another. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
}

export const whyNotTraced =
  'strace is not there or not permitted: nothing was injected. Debian: apt-get install strace.';

/** A vault in its own process, with one failing system call. */
export async function startTracedVault(dataDir: string, injection: Injection): Promise<TracedVault> {
  const [call = ''] = injection.split(':', 1);
  // Not with --seccomp-bpf: with it no signal is injected.
  const tracing = ['-f', '-qq', '-o', '/dev/null'];
  const injecting = ['-e', `trace=${call}`, '-e', 'signal=none', '-e', `inject=${injection}`];
  const bundle = await bundledVaultScript(script);
  const program = [process.execPath, '--no-warnings', bundle, dataDir, '0'];
  // Its own process group: ending only the tracer leaves the vault behind.
  const child = spawn('strace', [...tracing, ...injecting, ...program], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    endGroup(child.pid);
    await exited;
  };
  const line = once(createInterface(child.stdout), 'line').then(([text]) => String(text));
  const first = await Promise.race([
    line,
    exited.then(() => undefined),
    sleep(patience, undefined, { ref: false }),
  ]);
  return { url: first?.startsWith('http') ? first : undefined, kill };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
