/** Formats an ISO 8601 time; an invalid one becomes an empty string. */
export type FormatTime = (iso: string) => string;

/**
 * Formats times like "3 Dec 2026, 14:00", in the user's language and time zone. Reuse the returned function:
 * its first use is expensive.
 */
export function localTimes(language: string): FormatTime {
  return formatting(language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Formats times like "3 Dec 2026"; otherwise as {@link localTimes} does. */
export function localDays(language: string): FormatTime {
  return formatting(language, { dateStyle: 'medium' });
}

/** Formats times like "3 Dec 2026, 2 PM", for those that are only known to the hour. */
export function localHours(language: string): FormatTime {
  return formatting(language, { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric' });
}

function formatting(language: string, options: Intl.DateTimeFormatOptions): FormatTime {
  let format: Intl.DateTimeFormat | undefined;
  return (iso) => {
    if (Number.isNaN(Date.parse(iso))) return '';
    format ??= new Intl.DateTimeFormat(language, options);
    return format.format(new Date(iso));
  };
}
