import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const script = join(import.meta.dirname, '..', 'support', 'vault-process.mjs');
const patience = 20_000;

/** What the system does to a call of the vault, as `strace` writes it: `fsync:signal=SIGKILL:when=3`. */
export type Injection = `${string}:${string}`;

export interface TracedVault {
  /** `undefined` when it ended, or said why it cannot start, before it answered. */
  readonly url: string | undefined;
  /** Ends it at once, if it has not ended. */
  kill(): Promise<void>;
}

/** Whether this machine lets a program interfere with the calls of another. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
}

export const whyNotTraced =
  'strace is not there or not permitted: nothing was injected. Debian: apt-get install strace.';

/** A vault in a process of its own, one of whose calls to the system goes wrong. */
export async function startTracedVault(dataDir: string, injection: Injection): Promise<TracedVault> {
  const [call = ''] = injection.split(':', 1);
  // Not with --seccomp-bpf: with it no signal is injected.
  const tracing = ['-f', '-qq', '-o', '/dev/null'];
  const injecting = ['-e', `trace=${call}`, '-e', 'signal=none', '-e', `inject=${injection}`];
  const program = [process.execPath, '--no-warnings', script, dataDir, '0'];
  // A group of its own: whoever ends the tracer alone leaves the vault behind.
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
