import { expect, it } from 'vitest';
import { lastUse } from '../../../cli/output/ages.ts';

it.each([
  [undefined, 'never'],
  ['2026-01-02T03:00:00.000Z', 'this hour'],
  ['2026-01-02T01:00:00.000Z', '2 hours ago'],
])('a last use, of which the vault notes the hour alone (%s), is told as %s', (hour, told) => {
  expect(lastUse(hour, '2026-01-02T03:43:00.000Z')).toBe(told);
});
