import type { Translate } from './words.ts';

/** How many days in advance users are reminded. */
export const daysOfReminder = 30;

const day = 86_400_000;

/** The dates of a secret: calendar dates such as `2027-01-31`. */
export interface SecretDates {
  /** The first day on which the value no longer works. */
  readonly expiresOn?: string;
  /** The day by which the value is due for rotation. */
  readonly rotateBy?: string;
  /** For short intervals, the reminder comes later: in the last third. */
  readonly rotateEveryDays?: number;
}

/** The next date of a secret that is within the reminder period or past. */
export interface Due {
  readonly what: 'expiry' | 'rotation';
  readonly date: string;
  /** From today; negative if it is past. Days are in UTC, as in the vault. */
  readonly days: number;
}

/** Undefined if no date is near, or none is known. Expiry takes precedence on the same day. */
export function dueSoon(
  { expiresOn, rotateBy, rotateEveryDays = Infinity }: SecretDates,
  now: Date,
): Due | undefined {
  const dates = [
    { what: 'expiry', date: expiresOn, most: daysOfReminder },
    { what: 'rotation', date: rotateBy, most: Math.min(daysOfReminder, rotateEveryDays / 3) },
  ] as const;
  return dates
    .flatMap(({ what, date, most }): Due[] => {
      const days = date === undefined ? Number.NaN : daysUntil(date, now);
      return date !== undefined && days <= most ? [{ what, date, days }] : [];
    })
    .toSorted((one, other) => one.days - other.days)[0];
}

/** NaN for anything but a calendar date. */
function daysUntil(date: string, now: Date): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  return (Date.parse(date) - Date.parse(now.toISOString().slice(0, 10))) / day;
}

/** Whether the value has expired, or its rotation is overdue. */
export function isOverdue({ what, days }: Due): boolean {
  return what === 'expiry' ? days <= 0 : days < 0;
}

/** `expires in 9 days`, in a list or after other words. */
export function dueText(due: Due, t: Translate): string {
  const { what, days } = due;
  if (what === 'expiry') {
    if (isOverdue(due)) return t('expired');
    return days === 1 ? t('expires tomorrow') : t('expires in {0} days', days);
  }
  if (isOverdue(due)) return t('rotation overdue');
  if (days === 0) return t('rotate today');
  return days === 1 ? t('rotate by tomorrow') : t('rotate within {0} days', days);
}
