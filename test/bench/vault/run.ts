import { loadavg } from 'node:os';
import { canPin } from './child.ts';
import { type Figure, growthTable, tableOf } from './figure.ts';
import { createFixture, grow } from './fixture.ts';
import { auditCost, type Bench, openLoop, readRate, writeRates } from './rates.ts';
import { rotation } from './rotation.ts';
import { full, quick, type Scale } from './scale.ts';
import { growth, manySecrets } from './size.ts';
import { type Engine, World } from './world.ts';

export const parts = ['read', 'open-loop', 'write', 'audit', 'many', 'rotation', 'growth'] as const;
export type Part = (typeof parts)[number];

export interface Options {
  readonly only: readonly Part[];
  readonly engines: readonly Engine[];
  readonly isQuick: boolean;
  readonly print: (text: string) => void;
  /** Called with what is being measured. */
  readonly tell: (text: string) => void;
  /** Receives the functions that end everything that was started. */
  readonly atEnd: (close: () => Promise<void>) => void;
}

/** Measures, and prints one table and the tables of growth. False when a figure misses its requirement. */
export async function run(options: Options): Promise<boolean> {
  const before = loadText();
  const world = await World.open();
  options.atEnd(() => world.close());
  const scale = options.isQuick ? quick : full;
  const figures: Figure[] = [];
  const tables: string[] = [];
  try {
    for (const engine of options.engines) {
      figures.push(...(await measureRates(world, engine, scale, options)));
      figures.push(...(await measureMany(world, engine, scale, options)));
      tables.push(...(await measureGrowth(world, engine, scale, options)));
    }
  } finally {
    await world.close();
  }
  const cores = canPin() ? 'servers on one core, clients on the other' : 'servers and clients not kept apart';
  options.print(`Load before: ${before}; after: ${loadText()}. Node ${process.version}; ${cores}.\n`);
  if (figures.length > 0) options.print(tableOf(figures));
  for (const table of tables) options.print(`\n${table}`);
  return figures.every(({ isReached }) => isReached !== false);
}

async function measureRates(world: World, engine: Engine, scale: Scale, options: Options) {
  const { only, tell } = options;
  if (!only.some((part) => ['read', 'open-loop', 'write', 'audit'].includes(part))) return [];
  const place = await world.newPlace(engine);
  const fixture = await grow(place, await createFixture(place), { secrets: scale.secrets, agents: 100 });
  const hello = await world.startServer('hello', undefined, engine === 'sqlite' ? 0 : 'any');
  const vault = await world.startServer('vault', place);
  const bench: Bench = { world, engine, scale, fixture, hello, vault };
  const figures: Figure[] = [];
  const measure = async (part: Part, work: () => Promise<readonly Figure[]>) => {
    if (!only.includes(part)) return;
    tell(`${engine}: ${part}`);
    figures.push(...(await work()));
  };
  await measure('read', () => readRate(bench));
  await measure('open-loop', () => openLoop(bench));
  await measure('write', () => writeRates(bench));
  await world.stopServer(vault);
  await measure('audit', async () => {
    const copy = await world.newPlace(engine);
    const same = await grow(copy, await createFixture(copy), { secrets: scale.secrets, agents: 100 });
    const [audited, unaudited] = [
      await world.startServer('parts', place),
      await world.startServer('unaudited', copy),
    ];
    const rows = await auditCost(bench, audited, unaudited, same);
    for (const server of [audited, unaudited]) await world.stopServer(server);
    return rows;
  });
  await world.stopServer(hello);
  return figures;
}

async function measureMany(world: World, engine: Engine, scale: Scale, { only, tell }: Options) {
  const wanted = only.filter((part) => part === 'many' || part === 'rotation');
  if (wanted.length === 0) return [];
  tell(`${engine}: ${scale.many.toLocaleString('en')} secrets`);
  const place = await world.newPlace(engine);
  const fixture = await grow(place, await createFixture(place), { secrets: scale.many, agents: 100 });
  const figures: Figure[] = [];
  if (only.includes('many')) figures.push(...(await manySecrets(world, engine, scale, place, fixture)));
  if (!only.includes('rotation')) return figures;
  tell(`${engine}: rotation`);
  return [...figures, ...(await rotation(world, engine, place, fixture))];
}

async function measureGrowth(world: World, engine: Engine, scale: Scale, { only, tell }: Options) {
  if (!only.includes('growth')) return [];
  tell(`${engine}: growth`);
  const secrets = scale.secretSizes.map((size) => ({
    secrets: size,
    agents: 10,
    label: `${size.toLocaleString('en')} secrets`,
  }));
  const agents = scale.agentSizes.map((size) => ({
    secrets: 1000,
    agents: size,
    label: `${size.toLocaleString('en')} agents`,
  }));
  return [
    growthTable(`${engine}, secrets grow (10 agents)`, await growth(world, engine, scale, secrets)),
    growthTable(`${engine}, agents grow (1,000 secrets)`, await growth(world, engine, scale, agents)),
  ];
}

export function loadText(): string {
  return loadavg()
    .map((one) => one.toFixed(2))
    .join(', ');
}
