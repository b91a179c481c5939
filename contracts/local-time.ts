/** Formats a time; `iso` is ISO 8601. */
export type FormatTime = (iso: string) => string;

/**
 * Formats as "3 Dec 2026, 14:00" in the user's language and time zone, or as empty text if the time is
 * invalid. Reuse the result: creating it is expensive.
 */
export function localTimes(language: string): FormatTime {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (iso) => (Number.isNaN(Date.parse(iso)) ? '' : format.format(new Date(iso)));
}
