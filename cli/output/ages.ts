import { relativeAge } from '../../contracts/relative-age.ts';
import type { AccessList } from '../../contracts/vault-api/access.ts';

/** The command line is always in English, so that its output is the same in every log. */
const language = 'en';

/** "3 months ago"; undefined for what never happened. `now` is ISO 8601. */
export function age(then: string | undefined, now: string): string | undefined {
  return then === undefined ? undefined : relativeAge(then, new Date(now), language);
}

/** The vault only records the hour, so minutes would suggest a false precision. */
export function lastUse(hour: string | undefined, now: string): string {
  const thisHour = hour !== undefined && Date.parse(now) - Date.parse(hour) < 3_600_000;
  return thisHour ? 'this hour' : (age(hour, now) ?? 'never');
}

/** "in 3 months", to the nearest unit, for a future time; an age if it has passed. */
export function ahead(then: string, now: string): string {
  const seconds = (Date.parse(then) - Date.parse(now)) / 1000;
  if (Number.isNaN(seconds) || seconds <= 0) return relativeAge(then, new Date(now), language);
  const [unit, length] = units.find((one) => Math.round(seconds / one[1]) < one[2]) ?? years;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    Math.round(seconds / length),
    unit,
  );
}

/** A unit, its seconds, and the number from which the next unit is clearer. */
type Unit = readonly [unit: Intl.RelativeTimeFormatUnit, length: number, tooMany: number];

const years: Unit = ['year', 365 * 24 * 3600, Infinity];
const units: readonly Unit[] = [
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 24 * 3600, 60],
  ['month', 30 * 24 * 3600, 24],
];

/** An agent on an access list, and when its grant expires. */
export function agentUntil(agentId: string, ends: AccessList['ends'] = []): string {
  const until = ends.find((end) => end.agentId === agentId)?.until;
  return until === undefined ? agentId : `${agentId} until ${until}`;
}
