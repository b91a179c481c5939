import { spawn } from 'node:child_process';

export interface Finished {
  /** Null if the program could not be started, or was ended by a signal. */
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly error?: NodeJS.ErrnoException;
}

interface Options {
  readonly cwd: string;
  readonly input: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Signals that end this process, unless something else handles them. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program, which does not outlive this process: a signal that ends this process ends the program first. If
 * this process is killed, the program ends when it next reads or writes.
 */
export function runToEnd(program: string, args: readonly string[], options: Options): Promise<Finished> {
  const { cwd, input, env } = options;
  return new Promise((resolve) => {
    const end = (signal: NodeJS.Signals): void => {
      child.kill('SIGKILL');
      stopListening();
      process.kill(process.pid, signal);
    };
    const handled = endings.filter((signal) => process.listenerCount(signal) === 0);
    const stopListening = (): void => {
      for (const signal of handled) process.off(signal, end);
    };
    // Registered before the start, so that no signal is missed.
    for (const signal of handled) process.on(signal, end);
    const child = spawn(program, args, { cwd, env, stdio: 'pipe', windowsHide: true });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    const finish = (finished: Pick<Finished, 'error' | 'status'>): void => {
      stopListening();
      resolve({ ...finished, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
    };
    child.once('error', (error) => finish({ status: null, error }));
    child.once('close', (status) => finish({ status }));
    child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk));
    // A program that ends early does not read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
