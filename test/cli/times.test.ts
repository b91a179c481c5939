import { describe, expect, it } from 'vitest';
import { timeFrom } from '../../cli/commands/common/times.ts';

const now = '2026-06-01T12:00:00.000Z';

describe('a time given by a user', () => {
  it.each([
    ['12h', '2026-06-02T00:00:00.000Z'],
    ['30d', '2026-07-01T12:00:00.000Z'],
    ['4w', '2026-06-29T12:00:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T10:30Z', '2027-01-31T10:30:00.000Z'],
    ['2027-01-31T10:30:05.250Z', '2027-01-31T10:30:05.250Z'],
    ['2027-01-31T10:30+02:00', '2027-01-31T08:30:00.000Z'],
  ])('is %s from now, or a date', (text, time) => {
    expect(timeFrom(text, now, 'ahead')).toBe(time);
  });

  it('counts backwards where the option looks back', () => {
    expect(timeFrom('1d', now, 'back')).toBe('2026-05-31T12:00:00.000Z');
  });

  it.each([
    '48',
    'soon 45',
    '2027',
    '1/2/2027',
    '31.01.2027',
    '2027-1-31',
    '2027-02-31',
    '2027-13-01',
    '2027-01-31T25:00Z',
    '2027-01-31 10:30',
    '2027-01-31Tsoon 45',
    '5m',
    '-1d',
    '',
  ])('is never guessed from %j', (text) => {
    expect(() => timeFrom(text, now, 'ahead')).toThrow(
      'Write a time as 12h, 30d, 4w or a date such as 2027-01-31 or 2027-01-31T18:00Z.',
    );
  });
});
