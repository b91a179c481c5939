import { describe, expect, it } from 'vitest';
import type { ProjectFunctions } from '../../analysis/index.ts';
import { firstValueDifference } from '../support/kept-values.ts';

describe.each(['python', 'javascript'] as const)(
  'values in edited files equal a full analysis: %s',
  (language) => {
    it.each([1, 2])('two files that import each other, edited at random (seed %i)', (seed) => {
      expect(firstValueDifference(language, { seed, programs: 12, edits: 10 })).toBeUndefined();
    });

    it('two files with functions that the settings name', () => {
      const functions: ProjectFunctions = {
        readers: [],
        sinks: [{ function: 'quiet', kind: 'log' }],
        sanitizers: ['helpers.wrap', 'start.show'],
      };
      expect(firstValueDifference(language, { seed: 3, programs: 12, edits: 10, functions })).toBeUndefined();
    });
  },
);
