import { createRequire } from 'node:module';
import path from 'node:path';
import { isatty } from 'node:tty';
import type { DetectorModule } from '../hardcoded/detector.ts';
import { version } from '../package.json';
import { exitCodes } from './host/cli-error.ts';
import { type Loader, loadVaultModule } from './host/load-vault.ts';
import { networkFetch } from './host/network-fetch.ts';
import { usesColour } from './output/colours.ts';
import { openInBrowser } from './host/open-in-browser.ts';
import { runCommandLine } from './program.ts';
import { scanInThreads } from './host/scan-in-threads.ts';
import { processInput } from './host/process-input.ts';
import { runProgram } from '../run/run-program.ts';
import type { CliHost, McpModule, SignInHost } from './host/cli-host.ts';

const noTerminal =
  'with --mask, the program gets pipes instead of the terminal, because `script` of util-linux is not installed.';
const noDirectory = 'The working directory no longer exists. Change to another folder.';

/**
 * A closing terminal sends SIGHUP, which must end what runs in it. Without a terminal, the vault itself
 * handles SIGHUP.
 */
const signals = isatty(0) ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : (['SIGINT', 'SIGTERM'] as const);

/** The signals with which users and systems end a program that can still react. */
const heldSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const fetch = networkFetch(async () => (await import('./host/network.ts')).createNetwork(process.env));

/** Composition root of the command line, and the only module that knows about its process. */
const host: Omit<CliHost, 'cwd'> = {
  env: process.env,
  version,
  nodeMajor: Number.parseInt(process.versions.node, 10),
  colour: usesColour(process.env, process.stdout.isTTY),
  fetch,
  now: () => new Date().toISOString(),
  print: (text) => void process.stdout.write(text),
  note: (sentence) => void process.stderr.write(`${sentence}\n`),
  passing: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
  },
  input: processInput(process),
  loadVault: () => {
    const load: Loader['load'] = createRequire(__filename);
    const read: Loader['read'] = createRequire(__filename);
    return loadVaultModule({ load, read }, version);
  },
  loadDetector: () => {
    const load: (id: string) => DetectorModule = createRequire(__filename);
    return load('./detector.js');
  },
  scanFiles: scanInThreads(path.join(__dirname, 'scan.js')),
  loadMcp: () => {
    const load: (id: string) => McpModule = createRequire(__filename);
    return load('./mcp.js');
  },
  showPage: (url) => openInBrowser(url, process.env, process.platform),
  signIn: {
    load: () => {
      const load: (id: string) => ReturnType<SignInHost['load']> = createRequire(__filename);
      return load('./sign-in.js');
    },
    fetch,
    openUrl: (url) => {
      if (process.stderr.isTTY) openInBrowser(url, process.env, process.platform);
    },
  },
  bundles: __dirname,
  node: process.execPath,
  python: process.platform === 'win32' ? 'python' : 'python3',
  runProgram: (program) =>
    runProgram(program, {
      on: (signal, listener) => process.on(signal, listener),
      off: (signal, listener) => process.off(signal, listener),
      hasTerminal: process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY,
      masking: {
        stdout: process.stdout,
        stderr: process.stderr,
        isAllTerminal: process.stdin.isTTY && process.stdout.isTTY && process.stderr.isTTY,
        onPipes: () => host.note(`note: ${noTerminal}`),
      },
    }),
  untilStopped: () =>
    new Promise((resolve) => {
      // A second signal ends the process immediately.
      const stop = (): void => {
        for (const signal of signals) process.off(signal, stop);
        resolve();
      };
      for (const signal of signals) process.on(signal, stop);
    }),
  holdingSignals: async (work) => {
    let isStopped = false;
    const hold = (): void => {
      isStopped = true;
    };
    for (const signal of heldSignals) process.on(signal, hold);
    try {
      return await work(() => isStopped);
    } finally {
      for (const signal of heldSignals) process.off(signal, hold);
    }
  },
  uninterrupted: async (work) => {
    const arrived: NodeJS.Signals[] = [];
    const hold = (signal: NodeJS.Signals): void => void arrived.push(signal);
    // Existing signal listeners are not delayed.
    const held = heldSignals.filter((signal) => process.listenerCount(signal) === 0);
    for (const signal of held) process.on(signal, hold);
    try {
      return await work();
    } finally {
      for (const signal of held) process.off(signal, hold);
      if (arrived[0] !== undefined) process.kill(process.pid, arrived[0]);
    }
  },
};

// In `agent-secrets check | head`, the reader may close the pipe early, which is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// If a note cannot be written because its reader or the terminal is gone, the work continues.
process.stderr.on('error', () => undefined);

void main();

async function main(): Promise<void> {
  const cwd = workingDirectory();
  if (cwd === undefined) host.note(`error: ${noDirectory}`);
  // Not `process.exit`, because output may still be pending.
  process.exitCode =
    cwd === undefined ? exitCodes.couldNotRun : await runCommandLine(process.argv.slice(2), { ...host, cwd });
  endDespiteUnreadNotes();
}

/** Undefined if another process has deleted it. */
function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Waits until results are written. Unread notes and logs don't keep the process running. */
function endDespiteUnreadNotes(): void {
  if (process.stderr.writableLength > 0) setTimeout(exitOnceResultsAreTaken, 1_000).unref();
}

function exitOnceResultsAreTaken(): void {
  if (process.stdout.writableLength === 0) process.exit();
}
