import { describe, expect, it } from 'vitest';
import { firstDifference } from '../support/kept-and-anew.ts';

const programs = 40;
const edits = 25;

describe.each([
  ['a file by itself', false],
  ['a file of a project', true],
] as const)('what an edit cannot have changed is kept: %s', (_, inProject) => {
  it.each([1, 2, 3])(`references, uses and findings are those of a look at everything (seed %i)`, (seed) => {
    expect(firstDifference({ seed, programs, edits, inProject })).toBeUndefined();
  });
});
