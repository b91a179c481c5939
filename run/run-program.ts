import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How a program ended: its exit code, or 128 and the number of the signal as shells have it. */
export type Ending = { readonly kind: 'ended'; readonly code: number } | { readonly kind: NoStart };

type NoStart =
  | 'notFound'
  | 'notStarted'
  /** More arguments and variables than the system passes to a program. */
  | 'tooLarge';

/** What is used of the process that runs the program. */
export interface Host {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  /** Whether a terminal sends its signals to the program too. */
  readonly hasTerminal: boolean;
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
/** Keys of a terminal send these to every process in front of it, so that nobody gets them twice. */
const ofKeys: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * Runs a program with our own input and output, and waits for its end. Signals go on to the program,
 * and what they do to it is its own affair.
 */
export async function runProgram({ command, args, cwd, env }: Program, host: Host): Promise<Ending> {
  let child: ChildProcess;
  try {
    child = spawn(command, args, { cwd, env, stdio: 'inherit', windowsHide: true });
  } catch (error) {
    return { kind: failedStart(error) };
  }
  const forward = (signal: NodeJS.Signals): void => {
    if (!(host.hasTerminal && ofKeys.has(signal))) child.kill(signal);
  };
  for (const signal of forwarded) host.on(signal, forward);
  try {
    return await endOf(child);
  } finally {
    for (const signal of forwarded) host.off(signal, forward);
  }
}

function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // A signal that could not be sent is no end.
      if (child.pid === undefined) resolve({ kind: failedStart(error) });
    });
    child.once('exit', (code, signal) => resolve({ kind: 'ended', code: code ?? codeOf(signal) }));
  });
}

function failedStart(error: unknown): NoStart {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'E2BIG') return 'tooLarge';
  return code === 'ENOENT' ? 'notFound' : 'notStarted';
}

function codeOf(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
