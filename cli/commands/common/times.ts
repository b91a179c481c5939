import { CliError } from '../../host/cli-error.ts';

/** Parses a time: `30d`, `12h`, or ISO 8601. @throws CliError */
export function timeFrom(text: string, now: string, direction: 'ahead' | 'back'): string {
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const length = Number(count) * hoursOf(unit) * 3_600_000;
  const time =
    count === undefined ? parseDate(text) : Date.parse(now) + (direction === 'ahead' ? length : -length);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new CliError('Write a time as 12h, 30d, 4w or a date such as 2027-01-31 or 2027-01-31T18:00Z.');
}

/** The options that set when a grant expires or how long it lasts. */
export interface EndOptions {
  readonly until?: string;
  readonly for?: string;
}

/** Returns when a grant expires; `undefined` if not specified. @throws CliError */
export function endOfGrant({ until, for: length }: EndOptions, now: string): string | undefined {
  if (until !== undefined && length !== undefined) throw new CliError('Use --until or --for, not both.');
  const time = until ?? length;
  if (time === undefined) return undefined;
  const end = timeFrom(time, now, 'ahead');
  if (end > now) return end;
  throw new CliError('A grant must expire in the future.');
}

/** Stricter than `Date.parse`, which reads `48` as a year and February 31 as a day in March. */
function parseDate(text: string): number {
  const [, day = ''] = isoTime.exec(text) ?? [];
  const start = Date.parse(day);
  const exists = !Number.isNaN(start) && new Date(start).toISOString().startsWith(day);
  return exists ? Date.parse(text) : Number.NaN;
}

const isoTime = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function hoursOf(unit: string | undefined): number {
  if (unit === 'h') return 1;
  return unit === 'd' ? 24 : 168;
}
