import { describe, expect, it } from 'vitest';
import { fitsPattern } from '../../contracts/name-pattern.ts';

describe('a name chosen at run time', () => {
  it.each([
    ['stripe_live_key', '*', true],
    ['stripe_live_key', 'stripe_*', true],
    ['stripe_live_key', '*_key', true],
    ['stripe_live_key', 'stripe_*_key', true],
    ['stripe_key', 'stripe_*_key', false],
    ['a_b_c', 'a*b*c', true],
    ['a_c', 'a*b*c', false],
    ['crm_key', 'stripe_*', false],
    ['aab', '*aab*', true],
  ])('%s may come from %s: %s', (name, pattern, expected) => {
    expect(fitsPattern(name, pattern)).toBe(expected);
  });
});
