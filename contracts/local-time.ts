/** Tells a time; `iso` is ISO 8601. */
export type TellTime = (iso: string) => string;

/**
 * "3 Dec 2026, 14:00" in the person's language and time zone; an unreadable time gives an empty text. Keep the
 * result: it is dear to make.
 */
export function localTimes(language: string): TellTime {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (iso) => (Number.isNaN(Date.parse(iso)) ? '' : format.format(new Date(iso)));
}
