import { describe, expect, it } from 'vitest';
import { isDefect, measureRecall, shareExact, shareKnown, shareLoose } from './measure.ts';

describe('programs whose names flow in known ways, run by Python,', () => {
  const recall = measureRecall(100, 20_261_121);

  it('read no name that was not predicted, and every name that was', () => {
    const defects = recall.judged.filter((one) => isDefect(one));
    expect(defects.map(({ program, observed, predicted }) => ({ program, observed, predicted }))).toEqual([]);
  });

  it('are nearly all understood', () => {
    expect(recall.programs).toBe(100);
    expect(recall.judged.length).toBeGreaterThan(100);
    expect(shareExact(recall.judged)).toBeGreaterThanOrEqual(0.95);
    expect(shareKnown(recall.judged)).toBeGreaterThanOrEqual(0.95);
  });

  it('are hardly ever credited with more reads, even with random statements', () => {
    expect(shareLoose(recall.judged)).toBeLessThanOrEqual(0.05);
  });
});
