import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundledOnce } from '../../support/bundles.ts';

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
}

export async function bundleVaultCommandLine(): Promise<VaultCommandLine> {
  const [file] = await Promise.all([
    bundle('cli', ['./sign-in.js', './vault.js']),
    bundle('vault', ['better-sqlite3', 'pino']),
  ]);
  const { PATH = '', NODE_COMPILE_CACHE: cache } = process.env;
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }) },
    });
  return {
    file,
    start: (...args) => start(args),
    run: (...args) => ended(start(args)),
    serve: (...args) => served(start(['vault', 'serve', '--port', '0', ...args])),
  };
}

/** The two are next to each other, as shipped. */
function bundle(program: 'cli' | 'vault', external: readonly string[]): Promise<string> {
  return bundledOnce(`command-line/${program}.js`, {
    entryPoints: [path.join(root, program, 'main.ts')],
    external: ['./detector.js', ...external],
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
