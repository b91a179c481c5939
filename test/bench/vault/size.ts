import { type Figure, type Growth, median, milliseconds, perSecond } from './figure.ts';
import { createFixture, type Fixture, grow, type Place } from './fixture.ts';
import { noErrors, reads, writing } from './rates.ts';
import type { Scale } from './scale.ts';
import type { Engine, Server, World } from './world.ts';
import { secretName } from './workload.ts';

interface Sized {
  readonly world: World;
  readonly server: Server;
  readonly fixture: Fixture;
  /** Of each load. */
  readonly seconds: number;
}

/** A vault with very many secrets: its start, its pages and its catalog. */
export async function manySecrets(
  world: World,
  engine: Engine,
  scale: Scale,
  place: Place,
  fixture: Fixture,
): Promise<readonly Figure[]> {
  const server = await startTwice(world, place);
  const sized = { world, server, fixture, seconds: scale.secondsOfSize };
  const of = `${fixture.secrets.toLocaleString('en')} secrets`;
  const [first, last] = [await page(sized, 'first'), await page(sized, 'last')];
  const catalog = await catalogTimes(sized, scale.rounds);
  await world.stopServer(server);
  return [
    {
      name: `${of}: start of the process to ready`,
      engine,
      seen: milliseconds(server.startedIn),
      must: '≤ 1 s',
      isReached: server.startedIn <= 1000,
    },
    {
      name: '… page of 100, p99: first / last',
      engine,
      seen: `${milliseconds(first)} / ${milliseconds(last)}`,
      must: '≤ 10 ms',
      isReached: Math.max(first, last) <= 10,
    },
    { name: '… catalog: first, again, unchanged (304)', engine, seen: catalog.map(milliseconds).join(', ') },
  ];
}

/** What each operation costs as secrets, or agents, grow. */
export async function growth(
  world: World,
  engine: Engine,
  { secondsOfSize }: Scale,
  sizes: readonly { readonly secrets: number; readonly agents: number; readonly label: string }[],
): Promise<Growth> {
  const place = await world.newPlace(engine);
  let fixture = await createFixture(place);
  const rows: Growth[number][] = [];
  for (const { label, ...size } of sizes) {
    fixture = await grow(place, fixture, size);
    const server = await startTwice(world, place);
    rows.push({ size: label, ...(await costs({ world, server, fixture, seconds: secondsOfSize })) });
    await world.stopServer(server);
  }
  return rows;
}

async function costs(sized: Sized): Promise<Readonly<Record<string, string>>> {
  const { world, server, fixture, seconds } = sized;
  const closed = { connections: 32, seconds };
  await world.load(server, { ...reads(fixture), ...closed });
  const reading = noErrors(await world.load(server, { ...reads(fixture), ...closed }));
  const written = noErrors(await world.load(server, { ...writing(fixture, 'rotate', 0), ...closed }));
  const [catalog] = await catalogTimes(sized, 3);
  return {
    start: milliseconds(server.startedIn),
    reads: perSecond(reading.rate),
    writes: perSecond(written.rate),
    'page p99': milliseconds(await page(sized, 'first')),
    'last page p99': milliseconds(await page(sized, 'last')),
    'page of agents p99': milliseconds(await agentPage(sized)),
    catalog: milliseconds(catalog ?? Number.NaN),
    RSS: `${reading.rssMiB.toFixed(0)} MiB`,
  };
}

/** The second start counts: in the first, no files are cached. */
async function startTwice(world: World, place: Place): Promise<Server> {
  await world.stopServer(await world.startServer('vault', place));
  return world.startServer('vault', place);
}

async function page(sized: Sized, which: 'first' | 'last'): Promise<number> {
  const { fixture } = sized;
  const after = secretName(Math.max(0, fixture.secrets - 101));
  const cursor = which === 'first' ? '' : `&cursor=${Buffer.from(after).toString('base64url')}`;
  return pathTime(sized, `/v1/accounts/${fixture.accountId}/secrets?limit=100${cursor}`);
}

function agentPage(sized: Sized): Promise<number> {
  return pathTime(sized, `/v1/accounts/${sized.fixture.accountId}/agents?limit=100`);
}

/** p99 of repeated requests. */
async function pathTime({ world, server, fixture, seconds }: Sized, path: string): Promise<number> {
  const load = {
    workload: { kind: 'paths', key: fixture.adminKey, paths: [path] },
    connections: 1,
    seconds,
  } as const;
  await world.load(server, { ...load, seconds: seconds / 3 });
  return noErrors(await world.load(server, load)).p99;
}

/**
 * The agent's catalog, for an admin: first request, second request, and when the client has the current
 * version.
 */
async function catalogTimes({ server, fixture }: Sized, rounds: number): Promise<readonly number[]> {
  const times: [number[], number[]] = [[], []];
  const { first, etag } = await fetchCatalog(server, fixture);
  for (let round = 0; round < rounds; round += 1) {
    times[0].push((await fetchCatalog(server, fixture)).first);
    times[1].push((await fetchCatalog(server, fixture, etag)).first);
  }
  return [first, median(times[0]), median(times[1])];
}

async function fetchCatalog({ url }: Server, { adminKey, agentId }: Fixture, etag?: string) {
  const started = performance.now();
  const answer = await fetch(`${url}/v1/agents/${agentId}/catalog`, {
    headers: { authorization: `Bearer ${adminKey}`, ...(etag !== undefined && { 'if-none-match': etag }) },
  });
  await answer.arrayBuffer();
  if (!answer.ok && answer.status !== 304)
    throw new Error(`The catalog was answered ${String(answer.status)}`);
  return { first: performance.now() - started, etag: answer.headers.get('etag') ?? '' };
}
