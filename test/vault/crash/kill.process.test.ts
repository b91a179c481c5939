import { expect, it } from 'vitest';
import { killUnderWriters } from './kill-rounds.ts';
import { quietly } from './report.ts';

it('loses nothing it acknowledged when it is killed under 32 writers', async () => {
  const { figures, losses } = await killUnderWriters({ rounds: 2, writers: 32, atLeast: 300 }, quietly);
  expect(losses).toEqual([]);
  expect(figures).toContain('2 rounds');
});
