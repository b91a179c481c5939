const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/**
 * "3 months ago", in the person's language. `then` is ISO 8601; an unreadable one gives an empty text.
 * A clock that runs behind the vault's makes nothing look as if it came from the future.
 */
export function relativeAge(then: string, now: Date, language: string): string {
  const seconds = Math.max(0, (now.getTime() - Date.parse(then)) / 1000);
  if (Number.isNaN(seconds)) return '';
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const step = steps.find(([, length]) => seconds >= length);
  return step ? format.format(-Math.floor(seconds / step[1]), step[0]) : format.format(0, 'second');
}
