import { type Answer, ask } from './several-vaults.ts';

export interface Race {
  readonly pairs: number;
  /** Reads that succeeded although their revoke was acknowledged before they were sent. */
  readonly stale: number;
  /** Reads by other readers in the meantime. */
  readonly racing: number;
  readonly seconds: number;
}

export interface RaceOptions {
  readonly urls: readonly string[];
  readonly adminKey: string;
  readonly pairs: number;
  readonly onProgress?: (pairs: number) => void;
}

/** Each has its own secret, so that no change waits for another one's. */
const racers = 16;

/**
 * Revokes on one vault; once that is acknowledged, reads on the next one; grants again on the third, and
 * reads there, to prove that reads do succeed. Two readers per vault race at the same time.
 */
export async function raceRevocations({ urls, adminKey, pairs, onProgress }: RaceOptions): Promise<Race> {
  const { base, agentKey } = await prepare(urls[0] ?? '', adminKey);
  const url = (turn: number) => urls[turn % urls.length] ?? '';
  const read = (turn: number, name: string) =>
    ask(url(turn), agentKey, 'GET', `/v1/agents/R/secrets/${name}/value`);
  const accessOf = (name: string) => `${base}/secrets/${name}/access`;
  const change = async (turn: number, name: string, body: object, tag: string) => {
    const answer = await ask(url(turn), adminKey, 'PATCH', accessOf(name), body, tag);
    expectStatus(answer, 200);
    return tagOf(answer);
  };

  const started = performance.now();
  const state = { done: 0 };
  let stale = 0;
  let racing = 0;
  const race = async (racer: number): Promise<void> => {
    const name = `race_${String(racer)}`;
    let tag = tagOf(await ask(url(racer), adminKey, 'GET', accessOf(name)));
    for (let turn = racer; state.done < pairs; turn += 1) {
      const count = (state.done += 1);
      tag = await change(turn, name, { revoke: ['R'] }, tag);
      const { status } = await read(turn + 1, name);
      if (status === 200) stale += 1;
      else expectStatus({ status }, 403);
      tag = await change(turn + 2, name, { grant: ['R'] }, tag);
      expectStatus(await read(turn, name), 200);
      if (count % 1000 === 0) onProgress?.(count);
    }
  };
  const beside = async (reader: number): Promise<void> => {
    while (state.done < pairs) {
      await read(reader, `race_${String(reader % racers)}`);
      racing += 1;
    }
  };
  await Promise.all([
    ...Array.from({ length: racers }, (_, racer) => race(racer)),
    ...Array.from({ length: urls.length * 2 }, (_, reader) => beside(reader)),
  ]);
  return { pairs: state.done, stale, racing, seconds: (performance.now() - started) / 1000 };
}

async function prepare(url: string, adminKey: string) {
  const post = async (path: string, body: object) => (await ask(url, adminKey, 'POST', path, body)).json;
  const { accountId } = (await ask(url, adminKey, 'GET', '/v1/me')).json as { accountId: string };
  const base = `/v1/accounts/${accountId}`;
  await post(`${base}/agents`, { agentId: 'R', agentName: 'Racer' });
  for (let racer = 0; racer < racers; racer += 1) {
    const name = `race_${String(racer)}`;
    await post(`${base}/secrets`, { name, kind: 'single', value: 'not-a-real-key', agentIds: ['R'] });
  }
  const issued = await post(`${base}/tokens`, { name: 'racer', role: 'agent', agentId: 'R' });
  return { base, agentKey: (issued as { token: string }).token };
}

function tagOf({ headers }: Pick<Answer, 'headers'>): string {
  return headers.get('etag') ?? '';
}

/** A race that was not run proves nothing. */
function expectStatus({ status }: Pick<Answer, 'status'>, expected: number): void {
  if (status !== expected)
    throw new Error(`A vault answered ${String(status)} instead of ${String(expected)}`);
}
