import type { ReportedPosition } from '../findings/reported.ts';

type Place = Pick<ReportedPosition, 'path' | 'line'>;

/** How an item is recognized in both states. */
export interface Identity<T extends Place> {
  /** Describes the item, without its place. */
  readonly subjectOf: (one: T) => unknown;
  /**
   * Whether the subject identifies the item completely. Otherwise, two items with the same subject match only
   * if their lines of code do.
   */
  readonly isSpecificEnough: (one: T) => boolean;
}

export interface Sides<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
  readonly codeBefore: (one: T) => string;
  readonly codeAfter: (one: T) => string;
  /** The path after the change of a file that was renamed. */
  readonly pathAfter: (path: string) => string;
}

/**
 * Returns the items that exist only after the change. Line numbers are not part of an identity, because lines
 * move. Items match by the same code in the same file first, then by the same subject in the same file, and
 * finally by the same code in any file, because code can be moved.
 */
export function addedAfter<T extends Place>(
  sides: Sides<T>,
  { subjectOf, isSpecificEnough }: Identity<T>,
): readonly T[] {
  const { before, after, codeBefore, codeAfter, pathAfter } = sides;
  let [left, added] = [before, after];
  const rounds: readonly ((one: T, path: string, code: () => string) => unknown)[] = [
    (one, path, code) => [path, subjectOf(one), code()],
    (one, path) => (isSpecificEnough(one) ? [path, subjectOf(one)] : undefined),
    (one, _path, code) => [subjectOf(one), code()],
  ];
  for (const keyOf of rounds) {
    if (left.length === 0 || added.length === 0) break;
    [left, added] = unmatched(
      left.map((one) => ({ one, key: keyOf(one, pathAfter(one.path), () => codeBefore(one)) })),
      added.map((one) => ({ one, key: keyOf(one, one.path, () => codeAfter(one)) })),
    );
  }
  return added;
}

interface Keyed<T> {
  readonly one: T;
  readonly key: unknown;
}

/** Both lists without the pairs that have the same key. */
function unmatched<T>(before: readonly Keyed<T>[], after: readonly Keyed<T>[]): [T[], T[]] {
  const byKey = Map.groupBy(
    before.filter(({ key }) => key !== undefined),
    ({ key }) => JSON.stringify(key),
  );
  const matched = new Set<T>();
  const added = after.filter(({ key }) => {
    const match = key === undefined ? undefined : byKey.get(JSON.stringify(key))?.shift();
    if (match) matched.add(match.one);
    return match === undefined;
  });
  return [before.map(({ one }) => one).filter((one) => !matched.has(one)), added.map(({ one }) => one)];
}
