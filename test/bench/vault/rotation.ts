import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, milliseconds } from './figure.ts';
import type { Fixture, Place } from './fixture.ts';
import type { LoadFigures } from './load.ts';
import { reads } from './rates.ts';
import type { RotationStep } from './server-process.ts';
import type { Engine, Server, World } from './world.ts';

const rate = 2000;
/** Of each load during a rotation. */
export const secondsOfLoad = 2;

/** Loads until reads stop, so that a rotation that makes no progress ends the benchmark. */
const mostLoads = 100;

/** Rotates term and root key under reads, is killed halfway, and resumes under reads. */
export async function rotation(
  world: World,
  engine: Engine,
  place: Place,
  fixture: Fixture,
): Promise<readonly Figure[]> {
  const server = await world.startServer('parts', place);
  await world.load(server, { ...reads(fixture), connections: 32, seconds: 2 });
  const half = fixture.secrets / 2;
  const killed = await rotateUnderReads(world, server, fixture, ({ wrapped }) => wrapped > half);
  await world.stopServer(server, 'hard');
  await sleep(100);
  const again = await world.startServer('parts', place);
  const resumed = await rotateUnderReads(world, again, fixture);
  await world.stopServer(again);
  const of = fixture.secrets.toLocaleString('en');
  return [
    figureOf(`rotation of term and root key, ${of} secrets, 2,000 reads/s: errors, p99`, engine, killed),
    figureOf('… killed halfway, resumed to the end', engine, resumed),
  ];
}

interface Rotated {
  readonly seconds: number;
  readonly damaged: number;
  readonly wrapped: number;
  readonly reads: LoadFigures;
}

function figureOf(name: string, engine: Engine, { reads: seen, damaged, seconds, wrapped }: Rotated): Figure {
  const done = `${wrapped.toLocaleString('en')} in ${seconds.toFixed(1)} s`;
  return {
    name,
    engine,
    seen: `${String(seen.errors + damaged)} errors, p50 ${milliseconds(seen.p50)}, p99 ${milliseconds(seen.p99)}; ${done}`,
    must: '0 errors, p99 ≤ 25 ms',
    isReached: seen.errors + damaged === 0 && seen.p99 <= 25,
  };
}

/** Reads continue in short loads until the rotation is complete, or until a step of it is `isLast`. */
export async function rotateUnderReads(
  world: World,
  server: Server,
  fixture: Fixture,
  isLast = ({ phase }: RotationStep) => phase === 'done',
): Promise<Rotated> {
  const started = performance.now();
  const state = { isOver: false };
  const rotating = followRotation(server, isLast).finally(() => {
    state.isOver = true;
  });
  const seen: LoadFigures[] = [];
  while (!state.isOver && seen.length < mostLoads) {
    seen.push(
      await world.loadWhile(server.url, { ...reads(fixture), connections: 64, rate, seconds: secondsOfLoad }),
    );
  }
  const last = await rotating;
  return {
    seconds: (performance.now() - started) / 1000,
    damaged: last && isLast(last) ? last.damaged : Number.NaN,
    wrapped: last?.wrapped ?? 0,
    reads: worstOf(seen),
  };
}

async function followRotation(
  { child }: Server,
  isLast: (step: RotationStep) => boolean,
): Promise<RotationStep | undefined> {
  let last: RotationStep | undefined;
  for await (const step of child.follow<RotationStep>('rotate', isLast)) last = step;
  return last;
}

/** The median of p50; the worst of the rest. */
function worstOf(seen: readonly LoadFigures[]): LoadFigures {
  const worst = (of: (one: LoadFigures) => number) => Math.max(...seen.map(of));
  return {
    rate,
    answers: seen.reduce((sum, one) => sum + one.answers, 0),
    errors: seen.reduce((sum, one) => sum + one.errors, 0),
    p50: seen.toSorted((a, b) => a.p50 - b.p50)[Math.floor(seen.length / 2)]?.p50 ?? Number.NaN,
    p99: worst((one) => one.p99),
    p999: worst((one) => one.p999),
  };
}
