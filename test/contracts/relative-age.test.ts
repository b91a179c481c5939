import { describe, expect, it } from 'vitest';
import { relativeAge } from '../../contracts/relative-age.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('the age of a secret', () => {
  it.each([
    ['2026-11-21T11:59:30Z', 'now'],
    ['2026-11-21T11:15:00Z', '45 minutes ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    ['2026-11-18T11:00:00Z', '3 days ago'],
    ['2026-08-15T11:00:00Z', '3 months ago'],
    ['2024-11-01T11:00:00Z', '2 years ago'],
  ])('%s reads "%s"', (then, words) => {
    expect(relativeAge(then, now, 'en')).toBe(words);
  });

  it('speaks the person’s language', () => {
    expect(relativeAge('2026-11-18T11:00:00Z', now, 'de')).toBe('vor 3 Tagen');
  });

  it('is never in the future, however the clocks differ', () => {
    expect(relativeAge('2026-11-21T12:05:00Z', now, 'en')).toBe('now');
  });

  it('has no text for a time that cannot be parsed', () => {
    expect(relativeAge('soon', now, 'en')).toBe('');
  });
});
