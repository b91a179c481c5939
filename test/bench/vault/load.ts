import { Connection } from './connection.ts';
import { requestsOf, type Workload } from './workload.ts';

/** Measurements of a client. Times in milliseconds. */
export interface LoadFigures {
  readonly rate: number;
  readonly answers: number;
  /** Answers other than success, and broken connections. */
  readonly errors: number;
  readonly firstError?: string;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export interface Load {
  readonly workload: Workload;
  readonly connections: number;
  readonly seconds: number;
  /**
   * Requests per second, regardless of the answers; when absent, each connection sends the next request
   * immediately.
   */
  readonly rate?: number;
}

/** Collects what both kinds of load have in common. */
class Run {
  readonly times: number[] = [];
  errors = 0;
  #firstError: string | undefined;

  count(status: number, milliseconds: number): void {
    this.times.push(milliseconds);
    if (status < 200 || status > 304) this.fail(`answered ${String(status)}`);
  }

  fail(reason: string): void {
    this.errors += 1;
    this.#firstError ??= reason;
  }

  figures(seconds: number): LoadFigures {
    const sorted = Float64Array.from(this.times).toSorted();
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return {
      rate: this.times.length / seconds,
      answers: this.times.length,
      errors: this.errors,
      ...(this.#firstError !== undefined && { firstError: this.#firstError }),
      p50: at(0.5),
      p99: at(0.99),
      p999: at(0.999),
    };
  }
}

export async function runLoad(load: Load): Promise<LoadFigures> {
  const run = new Run();
  const connections = await openAll(load, run);
  try {
    return await (load.rate === undefined
      ? closedLoop(load, connections, run)
      : openLoop(load, load.rate, connections, run));
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Every connection sends its next request after each answer: shows the capacity of a server. */
async function closedLoop(load: Load, connections: readonly Connection[], run: Run): Promise<LoadFigures> {
  const requestAt = requestsOf(load.workload, connections.length);
  const start = performance.now();
  const end = start + load.seconds * 1000;
  await Promise.race([
    Promise.all(
      connections.map(
        (connection, index) =>
          new Promise<void>((resolve) => {
            const ask = (step: number) => {
              const sent = performance.now();
              if (sent >= end) return resolve();
              connection.send(requestAt(index, step), ({ status }) => {
                run.count(status, performance.now() - sent);
                ask(step + 1);
              });
            };
            ask(0);
          }),
      ),
    ),
    patience(load),
  ]);
  return run.figures((performance.now() - start) / 1000);
}

/**
 * Requests follow a schedule that no answer can delay, and their time counts from when they were due, so that
 * a server that stops for a moment is charged for the requests of that moment.
 */
async function openLoop(
  load: Load,
  rate: number,
  connections: readonly Connection[],
  run: Run,
): Promise<LoadFigures> {
  const requestAt = requestsOf(load.workload, connections.length);
  const total = Math.round(rate * load.seconds);
  const free = connections.map((_, index) => index);
  const start = performance.now() + 20;
  let next = 0;
  let answered = 0;
  const dueAt = (count: number) => start + (count * 1000) / rate;
  const sendDue = (now: number) => {
    while (next < total && dueAt(next) <= now) {
      const index = free.pop();
      if (index === undefined) return;
      const due = dueAt(next);
      connections[index]?.send(requestAt(index, Math.floor(next / connections.length)), ({ status }) => {
        run.count(status, performance.now() - due);
        answered += 1;
        free.push(index);
      });
      next += 1;
    }
  };
  const giveUp = start + load.seconds * 1000 + longestWait;
  const isOver = () => answered >= total || run.errors >= total;
  while (!isOver()) {
    const now = performance.now();
    if (now > giveUp) {
      run.fail('no answer');
      break;
    }
    sendDue(now);
    // Timers have a resolution of a millisecond, which is more than an answer takes.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return run.figures((performance.now() - start) / 1000);
}

async function openAll({ workload, connections }: Load, run: Run): Promise<readonly Connection[]> {
  const lost = (error: Error) => run.fail(error.message);
  return Promise.all(Array.from({ length: connections }, () => Connection.open(workload.url, lost)));
}

const longestWait = 15_000;

/** Ends a run whose server no longer answers. */
function patience({ seconds }: Load): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000 + longestWait).unref();
  });
}
