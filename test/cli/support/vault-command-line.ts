import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it, and resolves once it has exited. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Runs `agent-secrets vault …` in processes of its own, bundled as shipped. */
export interface VaultCommandLine {
  /** The program, to be run with Node. */
  readonly file: string;
  run(...args: readonly string[]): Promise<Ended>;
  /** The process, to be killed. */
  start(...args: readonly string[]): ChildProcess;
  serve(...args: readonly string[]): Promise<Served>;
  remove(): void;
}

/** Test files run in parallel: each has its own bundles. */
export async function bundleVaultCommandLine(): Promise<VaultCommandLine> {
  const folder = path.join(root, 'build', 'test-bundles', `vault-${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  await Promise.all([
    bundle('cli', folder, ['./sign-in.js', './vault.js']),
    bundle('vault', folder, ['better-sqlite3', 'pino']),
  ]);
  const file = path.join(folder, 'cli.js');
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
  return {
    file,
    start: (...args) => start(args),
    run: (...args) => ended(start(args)),
    serve: (...args) => served(start(['vault', 'serve', '--port', '0', ...args])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function bundle(program: 'cli' | 'vault', folder: string, external: string[]): Promise<void> {
  await build({
    entryPoints: [path.join(root, program, 'main.ts')],
    outfile: path.join(folder, `${program}.js`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['./detector.js', ...external],
    logLevel: 'warning',
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

async function served(child: ChildProcess): Promise<Served> {
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) {
    const url = /^Vault: (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    return {
      url,
      child,
      async stop(signal = 'SIGTERM') {
        child.kill(signal);
        await exited;
      },
    };
  }
  throw new Error(`The vault did not start: ${stderr}`);
}
