import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './programs.ts';

export interface ProgramProcess {
  /** `SIGSTOP` pauses it, `SIGCONT` resumes it, `SIGKILL` ends it immediately. */
  readonly signal: (name: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

/** Starts a Node program whose output goes to a log file, and waits until a URL responds. */
export async function startProgram(
  args: readonly string[],
  log: string,
  readyUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ProgramProcess> {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  await untilAnswering(readyUrl, child, log);
  return { signal: (name) => void child.kill(name), stop: () => stop(child) };
}

let portsGiven = 0;

/**
 * Finds a port that stays free until a program listens. It is below the ports that systems assign to
 * connections, and in a range that no other test worker uses.
 */
export async function freePort(): Promise<number> {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? 0);
  for (;;) {
    const port = 20_000 + worker * 200 + ((process.pid + portsGiven++) % 200);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function untilAnswering(url: string, child: ChildProcess, log: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`It ended with exit code ${child.exitCode}: see ${log}.`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${url} did not answer within 30 seconds: see ${log}.`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // A paused program handles no other signal until it resumes.
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(killer);
}
