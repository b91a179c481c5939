import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Latency {
  readonly answers: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Probe {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly everyMs: number;
}

/**
 * Sends requests steadily, regardless of the answers, until `until` settles; rejects on an unsuccessful
 * answer.
 */
export async function probe(
  { url, headers = {}, everyMs }: Probe,
  until: Promise<unknown>,
): Promise<Latency> {
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const over = new AbortController();
  const end = until.finally(() => over.abort());
  const ask = async (): Promise<void> => {
    const started = performance.now();
    const [answer] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${String(answer.statusCode)}`);
    times.push(performance.now() - started);
  };
  while (!over.signal.aborted) {
    asked.push(ask());
    await sleep(everyMs);
  }
  await Promise.all([end, ...asked]);
  agent.destroy();
  const sorted = Float64Array.from(times).toSorted();
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { answers: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
