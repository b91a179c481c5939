import { relativeAge } from '../../contracts/relative-age.ts';

/** The command line speaks English, wherever it runs: what it prints is the same in every log. */
const language = 'en';

/** "3 months ago"; absent for what never happened. `now` is ISO 8601. */
export function age(then: string | undefined, now: string): string | undefined {
  return then === undefined ? undefined : relativeAge(then, new Date(now), language);
}

/** The vault notes the hour alone: minutes would say more than anybody knows. */
export function lastUse(hour: string | undefined, now: string): string {
  const thisHour = hour !== undefined && Date.parse(now) - Date.parse(hour) < 3_600_000;
  return thisHour ? 'this hour' : (age(hour, now) ?? 'never');
}

/** "in 3 months", for what is still to come; an age when it is over. */
export function ahead(then: string, now: string): string {
  const left = Date.parse(then) - Date.parse(now);
  if (Number.isNaN(left) || left <= 0) return relativeAge(then, new Date(now), language);
  // The mirror image of an age: as far ahead as that is back.
  const words = relativeAge(now, new Date(Date.parse(then)), language);
  return opposites[words] ?? `in ${words.replace(/ ago$/, '')}`;
}

const opposites: Readonly<Record<string, string>> = {
  now: 'now',
  yesterday: 'tomorrow',
  'last week': 'next week',
  'last month': 'next month',
  'last year': 'next year',
};
