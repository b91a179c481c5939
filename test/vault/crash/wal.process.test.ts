import { expect, it } from 'vitest';
import { quietly } from './report.ts';
import { cutEverywhere } from './wal-cuts.ts';

it('opens with the intact part of a write-ahead log that was cut or damaged anywhere', async () => {
  const { losses } = await cutEverywhere({ secrets: 12, every: 9 }, quietly);
  expect(losses).toEqual([]);
});
