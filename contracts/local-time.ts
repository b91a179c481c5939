/** Formats an ISO 8601 time; an invalid one becomes an empty string. */
export type FormatTime = (iso: string) => string;

/**
 * Formats times like "3 Dec 2026, 14:00", in the user's language and time zone. Reuse the returned function:
 * creating it is expensive.
 */
export function localTimes(language: string): FormatTime {
  return formatting(language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Formats times like "3 Dec 2026"; otherwise as {@link localTimes} does. */
export function localDays(language: string): FormatTime {
  return formatting(language, { dateStyle: 'medium' });
}

function formatting(language: string, options: Intl.DateTimeFormatOptions): FormatTime {
  const format = new Intl.DateTimeFormat(language, options);
  return (iso) => (Number.isNaN(Date.parse(iso)) ? '' : format.format(new Date(iso)));
}
