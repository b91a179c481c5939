import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleServer } from './bundle.ts';
import { median } from './figure.ts';
import type * as FixtureModule from './fixture.ts';
import type { Fixture, Place } from './fixture.ts';
import { connections, noErrors, ownSecrets, reads, writing } from './rates.ts';
import { rotateUnderReads, secondsOfLoad } from './rotation.ts';
import { loadText, type Options } from './run.ts';
import { type Engine, type Measured, type Server, type WithoutUrl, World } from './world.ts';

/** Requests per second of the open loop. */
const rate = 2000;

interface Scale {
  readonly seconds: number;
  readonly rounds: number;
  readonly secrets: number;
  readonly rotated: number;
  /** Rounds of an idle period and a rotation. */
  readonly rotations: number;
}

/** Every round of writes has its own secrets. */
const secretsFor = (rounds: number) => (rounds + 1) * ownSecrets;
const full: Scale = { seconds: 2, rounds: 7, secrets: secretsFor(7), rotated: 10_000, rotations: 3 };
const quick: Scale = { seconds: 0.75, rounds: 3, secrets: secretsFor(3), rotated: 4000, rotations: 3 };

export interface BesideOptions extends Omit<Options, 'only'> {
  /** The folder of the older code, with its `node_modules`. */
  readonly checkout: string;
}

/** The code to measure: the fixture comes from it too, because schemas differ. */
interface Code {
  readonly bundle: string;
  readonly fixtures: Pick<typeof FixtureModule, 'createFixture' | 'grow'>;
}

/** One figure of both versions: `before` and `now`, round by round. */
interface Row {
  readonly name: string;
  readonly engine: Engine;
  readonly unit: string;
  readonly before: readonly number[];
  readonly now: readonly number[];
  /** Shown instead of now ÷ before. */
  readonly ratio?: number;
  readonly must?: { readonly text: string; isReached(ratio: number): boolean };
}

type Both<T> = Readonly<Record<Side, T>>;
type Side = 'before' | 'now';
const sides = ['before', 'now'] as const;

/**
 * Measures older code and this code alternately and prints one table. The CPU time covers the vault's process
 * alone and depends least on other load on the machine.
 */
export async function beside({
  checkout,
  engines,
  isQuick,
  print,
  tell,
  atEnd,
}: BesideOptions): Promise<boolean> {
  const load = loadText();
  const world = await World.open();
  atEnd(() => world.close());
  const codes = { before: await codeOf(checkout), now: await codeOf(join(import.meta.dirname, '../../..')) };
  const rows: Row[] = [];
  try {
    for (const engine of engines) {
      const bench = new Beside(world, engine, codes, isQuick ? quick : full);
      tell(`${engine}: rates`);
      rows.push(...(await bench.rates()));
      tell(`${engine}: audit and rotation`);
      rows.push(...(await bench.auditAndRotation()));
    }
  } finally {
    await world.close();
  }
  print(`Load before: ${load}; after: ${loadText()}. Node ${process.version}.\n`);
  print(tableOf(rows));
  return rows.every(({ must, ...row }) => !must || must.isReached(ratioOf(row)));
}

async function codeOf(checkout: string): Promise<Code> {
  const bundle = await bundleServer(checkout);
  const file = pathToFileURL(join(checkout, 'test/bench/vault/fixture.ts')).href;
  // The same module of another commit: the parts that the benchmark calls have not changed since.
  const fixtures = (await import(file)) as typeof FixtureModule;
  return { bundle, fixtures };
}

class Beside {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #codes: Both<Code>;
  readonly #scale: Scale;

  constructor(world: World, engine: Engine, codes: Both<Code>, scale: Scale) {
    this.#world = world;
    this.#engine = engine;
    this.#codes = codes;
    this.#scale = scale;
  }

  /** Writes, audited reads and the open loop of the product, next to a bare fastify. */
  async rates(): Promise<readonly Row[]> {
    const vaults = await this.#both(this.#scale.secrets, 'vault');
    const hello = await this.#world.startServer('hello', undefined, this.#engine === 'sqlite' ? 0 : 'any');
    const bare: number[] = [];
    const write = (kind: 'rotate' | 'grant') =>
      this.#alternately(vaults, ({ fixture }, round) => ({
        ...writing(fixture, kind, round * ownSecrets),
        connections,
      }));
    const writes = await write('rotate');
    const grants = await write('grant');
    const read = await this.#alternately(
      vaults,
      ({ fixture }) => ({ ...reads(fixture), connections }),
      async () => {
        const { seconds } = this.#scale;
        bare.push(
          (await this.#world.load(hello, { workload: { kind: 'hello' }, connections, seconds: seconds / 2 }))
            .rate,
        );
      },
    );
    const open = await this.#alternately(vaults, ({ fixture }) => ({
      ...reads(fixture),
      connections: 64,
      rate,
    }));
    for (const { server } of [...Object.values(vaults), { server: hello }])
      await this.#world.stopServer(server);
    const isSqlite = this.#engine === 'sqlite';
    return [
      ...this.#rateRows('durable write: new version', writes, isSqlite ? 1.6 : 2.5),
      ...this.#rateRows('durable write: grant or revoke', grants, undefined),
      ...this.#rateRows('audited read', read, isSqlite ? undefined : 1.4),
      this.#row('audited read ÷ bare fastify', '', share(read.before, bare), share(read.now, bare), {
        ratio: median(share(read.now, bare)),
        ...(isSqlite && { must: atLeast(0.22) }),
      }),
      this.#row('open loop, 2,000 reads/s: p50', 'ms', of(open.before, 'p50'), of(open.now, 'p50'), {
        ...(!isSqlite && { must: atMost(0.5) }),
      }),
      this.#row('… p99', 'ms', of(open.before, 'p99'), of(open.now, 'p99')),
      this.#row('… processor time', 'µs', of(open.before, cpu), of(open.now, cpu)),
    ];
  }

  /** Reads with and without the audit log; then reads while keys rotate, next to those before. */
  async auditAndRotation(): Promise<readonly Row[]> {
    const audited = await this.#both(this.#scale.rotated, 'parts');
    const unaudited = await this.#both(this.#scale.rotated, 'unaudited');
    const plan = ({ fixture }: Started) => ({ ...reads(fixture), connections });
    const withLog = await this.#alternately(audited, plan);
    const without = await this.#alternately(unaudited, plan);
    for (const { server } of Object.values(unaudited)) await this.#world.stopServer(server);
    const idle: Record<Side, number[]> = { before: [], now: [] };
    const rotating: Record<Side, number[]> = { before: [], now: [] };
    for (let round = 0; round < this.#scale.rotations; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { server, fixture } = audited[side];
        const load = { ...reads(fixture), connections: 64, rate, seconds: secondsOfLoad };
        idle[side].push(noErrors(await this.#world.load(server, load)).p99);
        rotating[side].push((await rotateUnderReads(this.#world, server, fixture)).reads.p99);
      }
    }
    for (const { server } of Object.values(audited)) await this.#world.stopServer(server);
    const shares = {
      before: share(
        withLog.before,
        without.before.map(({ rate: one }) => one),
      ),
      now: share(
        withLog.now,
        without.now.map(({ rate: one }) => one),
      ),
    };
    // In each round the disk is as busy for one as for the other.
    const growth = (side: Side) =>
      rotating[side].map((p99, round) => p99 / (idle[side][round] ?? Number.NaN));
    return [
      ...this.#rateRows('unaudited read', without, undefined),
      this.#row('audited ÷ unaudited read', '', shares.before, shares.now, {
        ratio: median(shares.now),
        must: atLeast(0.8),
      }),
      this.#row('reads while keys rotate: p99', 'ms', rotating.before, rotating.now),
      this.#row('… ÷ idle p99', '', growth('before'), growth('now'), {
        ratio: median(growth('now')),
        must: atMost(2),
      }),
    ];
  }

  async #both(secrets: number, role: 'vault' | 'parts' | 'unaudited'): Promise<Both<Started>> {
    const start = async ({ bundle, fixtures }: Code): Promise<Started> => {
      const place: Place = await this.#world.newPlace(this.#engine);
      const first = await fixtures.createFixture(place);
      const fixture = await fixtures.grow(place, first, { secrets, agents: 100 });
      return { fixture, server: await this.#world.startServer(role, place, undefined, bundle) };
    };
    return { before: await start(this.#codes.before), now: await start(this.#codes.now) };
  }

  /** One load for each; which one goes first changes with every round. The first round is a warm-up. */
  async #alternately(
    servers: Both<Started>,
    plan: (started: Started, round: number) => Omit<WithoutUrl, 'seconds'>,
    each: () => Promise<void> = async () => undefined,
  ): Promise<Both<readonly Measured[]>> {
    const seen: Record<Side, Measured[]> = { before: [], now: [] };
    const { rounds, seconds } = this.#scale;
    for (let round = 0; round <= rounds; round += 1) {
      if (round > 0) await each();
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const started = servers[side];
        const measured = noErrors(
          await this.#world.load(started.server, { ...plan(started, round), seconds }),
        );
        if (round > 0) seen[side].push(measured);
      }
    }
    return seen;
  }

  #rateRows(name: string, seen: Both<readonly Measured[]>, least: number | undefined): readonly Row[] {
    const must = least === undefined ? {} : { must: atLeast(least) };
    return [
      this.#row(name, '/s', of(seen.before, 'rate'), of(seen.now, 'rate'), must),
      this.#row('… processor time', 'µs', of(seen.before, cpu), of(seen.now, cpu)),
    ];
  }

  #row(
    name: string,
    unit: string,
    before: readonly number[],
    now: readonly number[],
    more: Pick<Row, 'ratio' | 'must'> = {},
  ): Row {
    return { name, engine: this.#engine, unit, before, now, ...more };
  }
}

interface Started {
  readonly fixture: Fixture;
  readonly server: Server;
}

const cpu = 'cpuMicroseconds';

function of(seen: readonly Measured[], figure: 'rate' | 'p50' | 'p99' | typeof cpu): readonly number[] {
  return seen.map((one) => one[figure]);
}

/** Round by round, so that a disturbance affects both. */
function share(seen: readonly Measured[], others: readonly number[]): readonly number[] {
  return seen.map((one, round) => one.rate / (others[round] ?? Number.NaN));
}

function atLeast(least: number): NonNullable<Row['must']> {
  return { text: `≥ ${String(least)}`, isReached: (ratio) => ratio >= least };
}

function atMost(most: number): NonNullable<Row['must']> {
  return { text: `≤ ${String(most)}`, isReached: (ratio) => ratio <= most };
}

/** Compares neighboring rounds, not medians of different moments. */
function ratioOf({ before, now, ratio }: Pick<Row, 'before' | 'now' | 'ratio'>): number {
  return ratio ?? median(now.map((one, round) => one / (before[round] ?? Number.NaN)));
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const ratio = ratioOf(row);
    const { must } = row;
    const reached = must ? (must.isReached(ratio) ? 'yes' : '**no**') : '';
    const { before, now } = row;
    const values = [median(before), median(now)].map((value) => inUnit(value, row.unit));
    return `| ${[row.name, row.engine, ...values, ratio.toFixed(2), must?.text ?? '–', reached].join(' | ')} |`;
  });
  const head = '| figure | storage | before | now | ratio | must | reached |';
  return [head, '| --- | --- | ---: | ---: | ---: | ---: | --- |', ...lines].join('\n');
}

function inUnit(value: number, unit: string): string {
  if (unit === '/s') return `${Math.round(value).toLocaleString('en')}/s`;
  if (unit === '') return value.toFixed(3);
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`;
}
