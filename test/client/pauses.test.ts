import { expect, it } from 'vitest';
import { pauseAfter } from '../../client/common/pauses.ts';

it('pauses grow with each failure, and the longest repeats', () => {
  const waits = [0, 1, 2, 3, 100].map((failures) => pauseAfter(failures));
  expect(waits).toEqual([250, 1000, 3000, 3000, 3000]);
});
