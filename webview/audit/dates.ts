/** The local date of a time, as date inputs need it, such as `2026-12-03`; an empty string if there is none. */
export function dateOf(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  return parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0')).join('-');
}

/** When the date begins locally, a number of days later; an empty string for an incomplete date. */
export function startOf(date: string, daysLater = 0): string {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number);
  const time = new Date(year, month - 1, day + daysLater);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** The last date that ends before or at this time. */
export function lastDateBefore(iso: string): string {
  const date = dateOf(iso);
  return date === '' ? '' : dateOf(startOf(date, -1));
}
