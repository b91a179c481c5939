import { expect, it } from 'vitest';
import { quietly } from './report.ts';
import { cutEverywhere } from './wal-cuts.ts';

it('opens with what is whole of a log of changes that was cut or damaged anywhere', async () => {
  const { losses } = await cutEverywhere({ secrets: 12, every: 9 }, quietly);
  expect(losses).toEqual([]);
});
