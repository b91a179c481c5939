import { type Figure, median, milliseconds, perSecond } from './figure.ts';
import type { Fixture } from './fixture.ts';
import type { Scale } from './scale.ts';
import type { Engine, Measured, Server, WithoutUrl, World } from './world.ts';

export const connections = 32;
/** Of one round of writes. */
export const ownSecrets = connections * 60;

/** The vault and a bare fastify, alternately. */
export interface Pair {
  readonly hello: Measured;
  readonly vault: Measured;
}

export interface Bench {
  readonly world: World;
  readonly engine: Engine;
  readonly scale: Scale;
  readonly fixture: Fixture;
  readonly hello: Server;
  readonly vault: Server;
}

/** Audited, durable reads with 32 connections. */
export async function readRate(bench: Bench): Promise<readonly Figure[]> {
  const pairs = await inTurns(bench, () => reads(bench.fixture));
  const least = bench.engine === 'sqlite' ? 0.18 : undefined;
  const rate = median(pairs.map(({ vault }) => vault.rate));
  const ratio = median(pairs.map((pair) => pair.vault.rate / pair.hello.rate));
  const p99 = median(pairs.map(({ vault }) => vault.p99));
  return [
    {
      ...rowOf('audited, durable read, 32 connections', bench, pairs),
      must: least === undefined ? '≥ 5,000/s' : '≥ 0.18',
      isReached: least === undefined ? rate >= 5000 : ratio >= least,
    },
    {
      name: '… p50 / p99',
      engine: bench.engine,
      seen: times(pairs.map(({ vault }) => vault)),
      hello: times(pairs.map(({ hello }) => hello)),
      ...(least !== undefined && { must: 'p99 ≤ 10 ms', isReached: p99 <= 10 }),
    },
    cpuRow(bench, pairs),
  ];
}

/** New versions, grants and environment secrets, each with 32 connections. */
export async function writeRates(bench: Bench): Promise<readonly Figure[]> {
  const rows: Figure[] = [];
  for (const [name, kind] of writes) {
    let first = 0;
    const pairs = await inTurns(bench, () => {
      first += ownSecrets;
      return writing(bench.fixture, kind, first - ownSecrets);
    });
    const rate = median(pairs.map(({ vault }) => vault.rate));
    const isBound = bench.engine === 'sqlite';
    rows.push({
      ...rowOf(`durable audited write: ${name}`, bench, pairs),
      ...(isBound && { must: '≥ 9,000/s', isReached: rate >= 9000 }),
    });
    rows.push({
      name: `… p50 / p99; processor time`,
      engine: bench.engine,
      seen: `${times(pairs.map(({ vault }) => vault))}; ${String(Math.round(median(pairs.map(({ vault }) => vault.cpuMicroseconds))))} µs`,
    });
  }
  return rows;
}

const writes = [
  ['new version', 'rotate'],
  ['grant or revoke', 'grant'],
  ['environment secret', 'environment'],
] as const;

/** Latency at a fixed number of reads per second. */
export async function openLoop({
  world,
  engine,
  scale,
  fixture,
  hello,
  vault,
}: Bench): Promise<readonly Figure[]> {
  const rate = 2000;
  const load = { ...reads(fixture), connections: 64, rate, seconds: scale.seconds };
  const bare = await world.load(hello, { ...load, workload: { kind: 'hello' } });
  const seen: Measured[] = [];
  for (let round = 0; round < scale.rounds; round += 1) seen.push(noErrors(await world.load(vault, load)));
  const p50 = median(seen.map((one) => one.p50));
  const p99 = median(seen.map((one) => one.p99));
  return [
    {
      name: 'open loop, 2,000 reads/s, p50 / p99 / p99.9',
      engine,
      seen: `${times(seen)} / ${milliseconds(median(seen.map((one) => one.p999)))}`,
      hello: times([bare]),
      must: 'p50 ≤ 0.8, p99 ≤ 5 ms',
      isReached: p50 <= 0.8 && p99 <= 5,
    },
  ];
}

/** The read rate of a vault, next to that of one without an audit log. */
export async function auditCost(
  { world, engine, scale, fixture }: Bench,
  audited: Server,
  unaudited: Server,
  copy: Fixture,
): Promise<readonly Figure[]> {
  const shares: number[] = [];
  const cpu: number[] = [];
  const rates: [number[], number[]] = [[], []];
  const rounds = scale.rounds + 1;
  for (let round = 0; round < rounds; round += 1) {
    const load = { connections, seconds: round === 0 ? scale.secondsOfWarmUp : scale.seconds };
    const one = noErrors(await world.load(audited, { ...reads(fixture), ...load }));
    const other = noErrors(await world.load(unaudited, { ...reads(copy), ...load }));
    if (round === 0) continue;
    shares.push(one.rate / other.rate);
    cpu.push(other.cpuMicroseconds / one.cpuMicroseconds);
    rates[0].push(one.rate);
    rates[1].push(other.rate);
  }
  const share = median(shares);
  const row: Figure = {
    name: 'audit cost: rate with / without audit (share of processor time)',
    engine,
    seen: `${perSecond(median(rates[0]))} / ${perSecond(median(rates[1]))} = ${percent(share)} (${percent(median(cpu))})`,
    ...(engine === 'sqlite' && { must: '≥ 85 %', isReached: share >= 0.85 }),
  };
  return [row];
}

export function reads(fixture: Fixture): Pick<WithoutUrl, 'workload'> {
  const { agentKey, agentId, secrets } = fixture;
  return { workload: { kind: 'read', key: agentKey, agentId, secrets } };
}

/** Writes use secrets from `first` on, so that rounds do not overlap. */
export function writing(
  { accountId, adminKey, personKey, secrets, isIdInTag }: Fixture,
  kind: (typeof writes)[number][1],
  first: number,
): Pick<WithoutUrl, 'workload'> {
  const key = kind === 'environment' ? personKey : adminKey;
  const own = Math.min(secrets, ownSecrets);
  const start = first % Math.max(1, secrets - own + 1);
  const tags = isIdInTag === true && { isIdInTag };
  return { workload: { kind, key, accountId, agentId: otherAgent, first: start, secrets: own, ...tags } };
}

/** Agents that the fixture creates, on no access list of a secret that writes use. */
const otherAgent = 'writer';

async function inTurns(
  { world, scale, hello, vault }: Bench,
  next: () => Pick<WithoutUrl, 'workload'>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let round = -1; round < scale.rounds; round += 1) {
    const seconds = round < 0 ? scale.secondsOfWarmUp : scale.seconds;
    const bare = await world.load(hello, { workload: { kind: 'hello' }, connections, seconds: seconds / 2 });
    const seen = noErrors(await world.load(vault, { ...next(), connections, seconds }));
    if (round >= 0) pairs.push({ hello: bare, vault: seen });
  }
  return pairs;
}

export function noErrors<Seen extends { errors: number; firstError?: string }>(seen: Seen): Seen {
  if (seen.errors === 0) return seen;
  throw new Error(`${String(seen.errors)} requests failed, the first: ${seen.firstError ?? 'unknown'}`);
}

function rowOf(name: string, { engine }: Bench, pairs: readonly Pair[]): Figure {
  return {
    name,
    engine,
    seen: perSecond(median(pairs.map(({ vault }) => vault.rate))),
    hello: perSecond(median(pairs.map(({ hello }) => hello.rate))),
    ratio: median(pairs.map((pair) => pair.vault.rate / pair.hello.rate)),
  };
}

/** Does not depend on other load on the machine. */
function cpuRow({ engine }: Bench, pairs: readonly Pair[]): Figure {
  const micros = (of: (pair: Pair) => Measured) =>
    `${median(pairs.map((pair) => of(pair).cpuMicroseconds)).toFixed(1)} µs`;
  return {
    name: '… processor time of the server for each',
    engine,
    seen: micros(({ vault }) => vault),
    hello: micros(({ hello }) => hello),
    ratio: median(pairs.map((pair) => pair.hello.cpuMicroseconds / pair.vault.cpuMicroseconds)),
  };
}

function times(seen: readonly { readonly p50: number; readonly p99: number }[]): string {
  return `${milliseconds(median(seen.map((one) => one.p50)))} / ${milliseconds(median(seen.map((one) => one.p99)))}`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
