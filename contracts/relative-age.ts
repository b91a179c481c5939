const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/** Formats an age; `then` is ISO 8601. */
export type FormatAge = (then: string, now: Date) => string;

/**
 * Formats ages like "3 months ago", in the user's language; invalid times become an empty string. Never shows
 * a time in the future, even if the local clock is behind the vault's. Reuse the returned function: its
 * first use is expensive. The style `narrow` writes "3mo ago".
 */
export function relativeAges(language: string, style: 'long' | 'narrow' = 'long'): FormatAge {
  let format: Intl.RelativeTimeFormat | undefined;
  // A list of hundreds of secrets has only a few distinct ages, and formatting each one is expensive.
  const formatted = new Map<string, string>();
  const tell = (count: number, unit: Intl.RelativeTimeFormatUnit): string => {
    format ??= new Intl.RelativeTimeFormat(language, { numeric: 'auto', style });
    const known = formatted.get(`${count} ${unit}`) ?? format.format(-count, unit);
    formatted.set(`${count} ${unit}`, known);
    return known;
  };
  return (then, now) => {
    const seconds = Math.max(0, (now.getTime() - Date.parse(then)) / 1000);
    if (Number.isNaN(seconds)) return '';
    const step = steps.find(([, length]) => seconds >= length);
    return step ? tell(Math.floor(seconds / step[1]), step[0]) : tell(0, 'second');
  };
}

/** Formats one age. To format many, reuse {@link relativeAges}. */
export function relativeAge(then: string, now: Date, language: string): string {
  return relativeAges(language)(then, now);
}
