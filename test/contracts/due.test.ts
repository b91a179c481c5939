import { describe, expect, it } from 'vitest';
import { dueSoon, dueText, isOverdue, type SecretDates } from '../../contracts/due.ts';
import { inEnglish } from '../../contracts/words.ts';

/** Late in the evening in UTC. */
const now = new Date('2026-11-20T23:30:00Z');
const told = (dates: SecretDates): string | undefined => {
  const due = dueSoon(dates, now);
  return due && dueText(due, inEnglish);
};

describe('a secret is due', () => {
  it.each<[string, SecretDates]>([
    ['expired', { expiresOn: '2026-11-20' }],
    ['expires tomorrow', { expiresOn: '2026-11-21' }],
    ['expires in 30 days', { expiresOn: '2026-12-20' }],
    ['rotation overdue', { rotateBy: '2026-11-19' }],
    ['rotate today', { rotateBy: '2026-11-20' }],
    ['rotate by tomorrow', { rotateBy: '2026-11-21' }],
    ['rotate within 2 days', { rotateBy: '2026-11-22' }],
    ['rotate within 2 days', { rotateBy: '2026-11-22', expiresOn: '2026-11-30' }],
    ['expires tomorrow', { rotateBy: '2026-11-21', expiresOn: '2026-11-21' }],
    ['rotate within 30 days', { rotateBy: '2026-12-20', rotateEveryDays: 90 }],
    ['rotate within 10 days', { rotateBy: '2026-11-30', rotateEveryDays: 30 }],
    ['rotate today', { rotateBy: '2026-11-20', rotateEveryDays: 1 }],
  ])('and says "%s" for %j', (text, dates) => {
    expect(told(dates)).toBe(text);
  });

  it.each<[string, SecretDates]>([
    ['without dates', {}],
    ['31 days before', { expiresOn: '2026-12-21', rotateBy: '2027-01-01' }],
    ['in the first two thirds of a short interval', { rotateBy: '2026-12-01', rotateEveryDays: 30 }],
    ['with anything but a date', { expiresOn: 'soon', rotateBy: '2026-11-20T00:00:00Z' }],
  ])('never %s', (_what, dates) => {
    expect(told(dates)).toBeUndefined();
  });

  it('and overdue when the value no longer works or the day of its rotation has passed', () => {
    const overdue = (dates: SecretDates): boolean | undefined => {
      const due = dueSoon(dates, now);
      return due && isOverdue(due);
    };
    expect(overdue({ expiresOn: '2026-11-20' })).toBe(true);
    expect(overdue({ rotateBy: '2026-11-20' })).toBe(false);
    expect(overdue({ rotateBy: '2026-11-19' })).toBe(true);
  });
});
