import { expect, it } from 'vitest';
import { ahead, lastUse } from '../../../cli/output/ages.ts';

it.each([
  [undefined, 'never'],
  ['2026-01-02T03:00:00.000Z', 'this hour'],
  ['2026-01-02T01:00:00.000Z', '2 hours ago'],
])('a last use, which the vault stores only to the hour (%s), is shown as %s', (hour, told) => {
  expect(lastUse(hour, '2026-01-02T03:43:00.000Z')).toBe(told);
});

it.each([
  ['2026-01-02T00:00:20.000Z', 'this minute'],
  ['2026-01-02T00:59:50.000Z', 'in 1 hour'],
  ['2026-01-02T23:59:59.000Z', 'tomorrow'],
  ['2026-01-08T23:59:59.000Z', 'in 7 days'],
  ['2026-01-31T23:59:59.000Z', 'in 30 days'],
  ['2026-04-01T23:59:59.000Z', 'in 3 months'],
  ['2027-01-01T23:59:59.000Z', 'in 12 months'],
  ['2028-01-01T12:00:00.000Z', 'in 2 years'],
  ['2026-01-01T00:00:00.000Z', 'yesterday'],
  ['soon', ''],
])('a time in the future (%s) is rounded to the nearest unit: %s', (then, told) => {
  expect(ahead(then, '2026-01-02T00:00:00.000Z')).toBe(told);
});
