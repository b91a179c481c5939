/** Ages in words, wherever a person reads them. */
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/** Tells an age; `then` is ISO 8601. */
export type TellAge = (then: string, now: Date) => string;

/**
 * "3 months ago", in the person's language; an unreadable time gives an empty text. A clock that runs
 * behind the vault's makes nothing look as if it came from the future. Keep the result: it is dear to make.
 */
export function relativeAges(language: string): TellAge {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  // A list of hundreds of secrets tells few different ages, and each is dear to put into words.
  const told = new Map<string, string>();
  const tell = (count: number, unit: Intl.RelativeTimeFormatUnit): string => {
    const known = told.get(`${count} ${unit}`) ?? format.format(-count, unit);
    told.set(`${count} ${unit}`, known);
    return known;
  };
  return (then, now) => {
    const seconds = Math.max(0, (now.getTime() - Date.parse(then)) / 1000);
    if (Number.isNaN(seconds)) return '';
    const step = steps.find(([, length]) => seconds >= length);
    return step ? tell(Math.floor(seconds / step[1]), step[0]) : tell(0, 'second');
  };
}

/** One age; for many, keep {@link relativeAges}. */
export function relativeAge(then: string, now: Date, language: string): string {
  return relativeAges(language)(then, now);
}
