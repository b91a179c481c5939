import { describe, expect, it } from 'vitest';
import { Runs } from '../../client/session/runs.ts';
import type { OpenRun } from '../../run/open-run.ts';

describe('the runs of a window', () => {
  it('are revoked when their program ends, also while the vault is unreachable', async () => {
    const { runs, ended, add } = withRuns();
    await runs.end(add('ada', 'first'));
    const away = { ...runOf('ada'), end: () => Promise.reject(new Error('away')) };
    await expect(runs.end(runs.add(away))).resolves.toBeUndefined();
    expect(ended).toEqual(['first']);
  });

  it('of a user are revoked when that user signs out; those of others continue', async () => {
    const { runs, ended, add } = withRuns();
    add('ada', 'first');
    add('ben', 'second');
    add('ada', 'third');
    await runs.endAll('ada');
    expect(ended).toEqual(['first', 'third']);
    await runs.endAll();
    expect(ended).toEqual(['first', 'third', 'second']);
  });

  it('survive a restart by the debugger, which starts the program with the same environment', async () => {
    const { runs, ended, add } = withRuns();
    const [restarted, left] = [add('ada', 'restarted'), add('ada', 'left')];
    const soon = Promise.withResolvers<void>();
    for (const run of [restarted, left]) runs.debugged(run);
    const over = [restarted, left].map((run) => runs.letGo(run, soon.promise));
    runs.debugged(restarted);
    soon.resolve();
    await Promise.all(over);
    expect(ended).toEqual(['left']);
  });
});

function withRuns() {
  const runs = new Runs();
  const ended: string[] = [];
  const add = (personId: string, name: string): number => {
    const end = (): Promise<void> => Promise.resolve(void ended.push(name));
    return runs.add({ ...runOf(personId), end });
  };
  return { runs, ended, add };
}

function runOf(personId: string): OpenRun {
  return { personId, variables: {}, secrets: [], lacks: [], end: () => Promise.resolve() };
}
