/** Formats an ISO 8601 time. */
export type FormatTime = (iso: string) => string;

/**
 * Formats times like "3 Dec 2026, 14:00", in the user's language and time zone; invalid times become an empty
 * string. Reuse the returned function: creating it is expensive.
 */
export function localTimes(language: string): FormatTime {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (iso) => (Number.isNaN(Date.parse(iso)) ? '' : format.format(new Date(iso)));
}
