import { relativeAge } from '../../contracts/relative-age.ts';
import type { AccessList } from '../../contracts/vault-api/access.ts';

/** The command line is always in English, so that its output is the same in every log. */
const language = 'en';

/** Formats a past time, such as "3 months ago"; undefined if there is none. `now` is ISO 8601. */
export function age(then: string | undefined, now: string): string | undefined {
  return then === undefined ? undefined : relativeAge(then, new Date(now), language);
}

/** Rounded to hours: the vault only records the hour, so minutes would suggest false precision. */
export function lastUse(hour: string | undefined, now: string): string {
  const thisHour = hour !== undefined && Date.parse(now) - Date.parse(hour) < 3_600_000;
  return thisHour ? 'this hour' : (age(hour, now) ?? 'never');
}

/**
 * Formats a future time to the nearest unit, such as "in 3 months". A time that has passed is formatted as an
 * age.
 */
export function ahead(then: string, now: string): string {
  const seconds = (Date.parse(then) - Date.parse(now)) / 1000;
  if (Number.isNaN(seconds) || seconds <= 0) return relativeAge(then, new Date(now), language);
  const [unit, length] = units.find((one) => Math.round(seconds / one[1]) < one[2]) ?? years;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    Math.round(seconds / length),
    unit,
  );
}

/** A unit, its length in seconds, and the number from which the next unit is easier to read. */
type Unit = readonly [unit: Intl.RelativeTimeFormatUnit, length: number, tooMany: number];

const years: Unit = ['year', 365 * 24 * 3600, Infinity];
const units: readonly Unit[] = [
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 24 * 3600, 60],
  ['month', 30 * 24 * 3600, 24],
];

/** Formats an agent on an access list, with the expiry of its grant. */
export function agentUntil(agentId: string, ends: AccessList['ends'] = []): string {
  const until = ends.find((end) => end.agentId === agentId)?.until;
  return until === undefined ? agentId : `${agentId} until ${until}`;
}
