import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { maskToldValues, withValues } from './masking/told-values.ts';
import { type MaskedValues, maskStream } from './masking/masker.ts';
import { atTerminal } from './pseudo-terminal.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The values to mask in the output. If undefined, the program inherits this process's output. */
  readonly masked?: MaskedValues | undefined;
  /** Whether the program reports more values to mask, like `call.js --tell-values`. */
  readonly tellsValues?: boolean;
}

/** How a program ended. The exit code is 128 plus the signal number if a signal ended it, as in shells. */
export type Ending = { readonly kind: 'ended'; readonly code: number } | { readonly kind: NoStart };

type NoStart =
  | 'notFound'
  | 'notStarted'
  /** The arguments and variables are too large for the system to pass to a program. */
  | 'tooLarge';

/** The parts of the current process that are needed to run a program. */
export interface Host {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  /** Whether the terminal also sends its signals to the program. */
  readonly hasTerminal: boolean;
  /** The destination of masked output. */
  readonly masking?: MaskingHost;
}

export interface MaskingHost {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether standard input, output and error are all terminals. */
  readonly isAllTerminal: boolean;
  /** Called if the program gets pipes instead of the terminal because of masking. */
  readonly onPipes: () => void;
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
/** A terminal sends these signals to every foreground process on a key press, so they are not forwarded. */
const ofKeys: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

type Stream = 'inherit' | 'pipe';

interface Running {
  readonly child: ChildProcess;
  /** Resolves when all output has been written. */
  readonly written: Promise<unknown>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/**
 * Runs a program with this process's input and waits for it to end. Forwards signals, so that the program
 * decides how to handle them.
 */
export async function runProgram(program: Program, host: Host): Promise<Ending> {
  let running: Running;
  try {
    running = start(program, host);
  } catch (error) {
    return { kind: failedStart(error) };
  }
  for (const signal of forwarded) host.on(signal, running.kill);
  try {
    const ending = await endOf(running.child);
    await running.written;
    return ending;
  } finally {
    for (const signal of forwarded) host.off(signal, running.kill);
  }
}

function start(program: Program, { hasTerminal, masking }: Host): Running {
  const { masked } = program;
  if (masked && masking) {
    const terminal = masking.isAllTerminal ? atTerminal(program) : undefined;
    if (terminal) return startAtTerminal({ ...program, ...terminal }, masked, masking);
    if (masking.isAllTerminal) masking.onPipes();
  }
  const isMasked = masked !== undefined && masking !== undefined;
  const child = spawned(program, isMasked ? ['inherit', 'pipe', 'pipe'] : 'inherit');
  return {
    child,
    written: isMasked
      ? Promise.all([
          written(child.stdout, masking.stdout, masked),
          written(child.stderr, masking.stderr, masked),
        ])
      : Promise.resolve(),
    kill: (signal) => {
      if (!(hasTerminal && ofKeys.has(signal))) child.kill(signal);
    },
  };
}

/** Key presses go through the other terminal, so signals that arrive here are meant for the program only. */
function startAtTerminal(program: Program, masked: MaskedValues, { stdout }: MaskingHost): Running {
  const child = spawned(program, ['inherit', 'pipe', 'inherit', 'pipe']);
  let id: number | undefined;
  child.stdio[3]?.once('data', (line: Buffer) => {
    id = Number(line.toString());
  });
  return {
    child,
    written: written(child.stdout, stdout, masked),
    kill: (signal) => {
      if (id === undefined) child.kill(signal);
      else sendTo(id, signal);
    },
  };
}

function spawned(program: Program, streams: 'inherit' | Stream[]): ChildProcess {
  const { command, args, cwd, env, masked, tellsValues = false } = program;
  const tells = tellsValues && masked !== undefined && streams !== 'inherit';
  const stdio: StdioOptions = tells ? withValues(streams) : streams;
  const child = spawn(command, args, { cwd, env, stdio, windowsHide: true });
  if (tells) maskToldValues(child, masked);
  return child;
}

/** Never rejects. If this process's output is no longer read, closes the program's output. */
async function written(from: Readable | null, to: Writable, masked: MaskedValues): Promise<void> {
  if (from) await pipeline(from, maskStream(masked), to, { end: false }).catch(() => undefined);
}

function sendTo(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // The program has ended.
  }
}

function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // An error in sending a signal does not mean that the program has ended.
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
