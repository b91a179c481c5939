// Takes the pictures in docs/images/ in a real editor, for `npm run screenshots`.
import { film, shoot } from './film.ts';
import { hang } from './gallery.ts';
import { perform } from './perform.ts';
import { scenes } from './scenes/index.ts';
import { Stage } from './stage.ts';
import { shootValuePage, valuePage } from './value-page.ts';

interface Act {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
}

const acts: readonly Act[] = [
  ...scenes.map((scene) => ({ name: scene.name, play: (stage: Stage) => perform(scene, stage) })),
  { name: film.name, play: shoot },
  { name: valuePage.name, play: shootValuePage },
];

const failed = await playAll(choose(process.argv.slice(2)));
await hang([film, ...scenes, valuePage]);
if (failed.length > 0) {
  say(`Not taken: ${failed.join(', ')}. Again: npm run screenshots -- ${failed.join(' ')}`);
  process.exitCode = 1;
}

function choose(words: readonly string[]): readonly Act[] {
  const chosen = acts.filter(
    ({ name }) => words.length === 0 || words.some((word) => `${name}-`.startsWith(`${word}-`)),
  );
  if (chosen.length > 0) return chosen;
  throw new Error(`No scene begins like that: ${acts.map(({ name }) => name).join(', ')}`);
}

/** Names of scenes that failed; all others still run. */
async function playAll(chosen: readonly Act[]): Promise<readonly string[]> {
  const stage = await Stage.open();
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    void stage.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const missing: string[] = [];
  for (const { name, play } of chosen) {
    if (stopped) return await new Promise(() => undefined); // The process ends when everything is closed.
    const started = Date.now();
    // Retried, because a busy machine may be too slow for a step.
    const problem: unknown = await play(stage)
      .catch(() => play(stage))
      .catch((error: unknown) => error ?? 'unknown');
    if (problem !== undefined) missing.push(name);
    say(`${problem === undefined ? '✓' : '✗'} ${name} (${Math.round((Date.now() - started) / 1_000)} s)`);
    if (problem instanceof Error) say(problem.message);
  }
  await stage.close();
  return missing;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
