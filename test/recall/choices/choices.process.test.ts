import { describe, expect, it } from 'vitest';
import type { Language } from '../idioms/idioms.ts';
import { unsound } from '../idioms/measure-names.ts';
import { generateChoice } from './generate.ts';
import { invented, measureChoices } from './measure-choices.ts';

const languages: readonly Language[] = ['python', 'javascript', 'typescript'];
/** Shares of the reads when this was written, rounded. They may only improve. */
const soFar = {
  python: { exact: 0.85, invented: 0.05 },
  javascript: { exact: 0.81, invented: 0.06 },
  typescript: { exact: 0.81, invented: 0.06 },
};

describe.each(languages)('names that depend on a condition or on another variable in %s', (language) => {
  const { judged, broken, programs } = measureChoices(language, 400, 20_261_125);
  const shareOf = (some: readonly unknown[]): number => some.length / judged.length;

  it('are in programs that a real interpreter can run', () => {
    expect(broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(judged.length).toBeGreaterThan(programs);
  });

  it('are all predicted, or reported as unknown', () => {
    expect(unsound(judged).map(({ sink, program }) => [program.seed, sink.line])).toEqual([]);
  });

  it('are exact at least as often as before, and rarely include one that never occurs', () => {
    expect(shareOf(judged.filter(({ verdict }) => verdict === 'exact'))).toBeGreaterThanOrEqual(
      soFar[language].exact,
    );
    expect(shareOf(invented(judged))).toBeLessThanOrEqual(soFar[language].invented);
  });

  it('are the same for the same seed', () => {
    expect(generateChoice(language, 7)).toEqual(generateChoice(language, 7));
  });
});
