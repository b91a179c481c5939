import { expect, it } from 'vitest';
import { killPostgres } from './postgres-rounds.ts';
import { quietly } from './report.ts';

it('loses nothing it acknowledged when PostgreSQL is killed under two vaults', async () => {
  const { losses } = await killPostgres({ rounds: 3, writers: 16, atLeast: 100 }, quietly);
  expect(losses).toEqual([]);
});
