import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Servers on one core, clients on the other: neither slows the other down. */
export type Core = 0 | 1 | 'any';

/** A process of the benchmark. It always ends with the benchmark. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  /** Starts a file and waits for its first message. */
  static async start(
    file: string,
    { args = [], core = 'any', execArgv = [] }: StartOptions = {},
  ): Promise<{ child: Child; first: unknown }> {
    const child = fork(file, [...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...pinned(core, execArgv),
    });
    const started = new Child(child);
    return { child: started, first: await started.#next<unknown>() };
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Sends a message; resolves to the next one that comes back. */
  ask<Answer>(message: object | string): Promise<Answer> {
    const answer = this.#next<Answer>();
    this.#process.send(message);
    return answer;
  }

  /** Sends a message; yields every one that comes back, until `isLast`. */
  async *follow<Answer>(
    message: object | string,
    isLast: (answer: Answer) => boolean,
  ): AsyncGenerator<Answer> {
    const waiting: Answer[] = [];
    let wake = () => {};
    let isOver = false;
    const onMessage = (answer: Answer) => {
      waiting.push(answer);
      wake();
    };
    const onExit = () => {
      isOver = true;
      wake();
    };
    this.#process.on('message', onMessage);
    this.#process.once('exit', onExit);
    this.#process.send(message);
    try {
      for (;;) {
        const answer = waiting.shift();
        if (answer !== undefined) {
          yield answer;
          if (isLast(answer)) return;
        } else if (isOver) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#process.off('message', onMessage);
      this.#process.off('exit', onExit);
    }
  }

  /** Ends it; resolves once the process has exited. Without a message it is killed. */
  async stop(message?: string): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    if (message === undefined) this.#process.kill('SIGKILL');
    else this.#process.send(message);
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), longestEnd);
    await gone;
    clearTimeout(timer);
  }

  #next<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onMessage = (answer: Answer) => {
        this.#process.off('exit', onExit);
        resolve(answer);
      };
      const onExit = () => {
        this.#process.off('message', onMessage);
        reject(new Error('A process of the benchmark ended before it answered.'));
      };
      this.#process.once('message', onMessage);
      this.#process.once('exit', onExit);
    });
  }
}

export interface StartOptions {
  readonly args?: readonly string[];
  readonly core?: Core;
  /** Options of Node. */
  readonly execArgv?: readonly string[];
}

const longestEnd = 15_000;

/** `taskset` starts Node on one core. */
function pinned(core: Core, execArgv: readonly string[]) {
  const quiet = ['--no-warnings', ...execArgv];
  if (core === 'any' || !canPin()) return { execArgv: quiet };
  return { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath, ...quiet] };
}

/** Where pinning is not possible, server and client share the cores. */
export function canPin(): boolean {
  if (process.platform !== 'linux' || availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-c', '1', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
