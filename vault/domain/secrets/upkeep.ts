import type { NewUpkeep, Upkeep, UpkeepChange } from '../../../contracts/upkeep.ts';
import { ProblemError } from '../../errors/errors.ts';
import { requireReadable } from '../input/texts.ts';

const day = 86_400_000;

/**
 * The upkeep after a change. Rotation is counted from when the current value was created; this is needed if
 * the value or the interval changes.
 * @throws ProblemError `InvalidInput`
 */
export function changedUpkeep(
  before: Upkeep,
  change: UpkeepChange,
  valueCreatedAt: string | undefined,
): Upkeep {
  const owner = set(before.owner, change.owner);
  const labels = set(before.labels, change.labels && (change.labels.length > 0 ? change.labels : null));
  const expiresOn = set(before.expiresOn, change.expiresOn);
  const rotateEveryDays = set(before.rotateEveryDays, change.rotateEveryDays);
  const rotateBy =
    valueCreatedAt === undefined || rotateEveryDays === undefined
      ? before.rotateBy
      : dateAfter(valueCreatedAt, rotateEveryDays);
  requireWords(change.owner, 'The owner');
  for (const label of change.labels ?? []) requireWords(label, 'A label');
  return {
    ...(owner !== undefined && { owner }),
    ...(labels !== undefined && { labels: labels.toSorted() }),
    ...(expiresOn !== undefined && { expiresOn }),
    ...(rotateEveryDays !== undefined && { rotateEveryDays, ...(rotateBy !== undefined && { rotateBy }) }),
  };
}

/** @throws ProblemError `InvalidInput` */
export function firstUpkeep(input: NewUpkeep, createdAt: string): Upkeep {
  return changedUpkeep({}, input, createdAt);
}

/** `undefined` keeps the current property, `null` removes it. */
function set<T>(before: T | undefined, change: T | null | undefined): T | undefined {
  return change === undefined ? before : (change ?? undefined);
}

/** Everyone in the account can read owners and labels. */
function requireWords(text: string | null | undefined, what: string): void {
  if (text === null || text === undefined) return;
  requireReadable(text, what);
  if (text === text.trim() && !/[\p{C}\p{Zl}\p{Zp},]/u.test(text)) return;
  throw new ProblemError(
    'InvalidInput',
    `${what} must have printable characters without commas, and no leading or trailing spaces.`,
  );
}

/** The calendar date in UTC this many days later. */
export function dateAfter(time: string, days: number): string {
  return new Date(Date.parse(time) + days * day).toISOString().slice(0, 10);
}
