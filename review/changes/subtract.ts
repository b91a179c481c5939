import type { ReportedPosition } from '../findings/reported.ts';

type Place = Pick<ReportedPosition, 'path' | 'line'>;

/** How the same thing is recognized in both states. */
export interface Identity<T extends Place> {
  /** What it is about, without its place. */
  readonly subjectOf: (one: T) => unknown;
  /**
   * Whether the subject says everything about it. Otherwise, two things with one subject are the same only if
   * their lines of code are.
   */
  readonly isTelling: (one: T) => boolean;
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
 * Returns what is only there after the change. Lines are no part of an identity, because they move. What has
 * the same code in the same file is matched first, then what has the same subject in the same file, and
 * finally what has the same code in any file, because it was moved there.
 */
export function addedAfter<T extends Place>(
  sides: Sides<T>,
  { subjectOf, isTelling }: Identity<T>,
): readonly T[] {
  const { before, after, codeBefore, codeAfter, pathAfter } = sides;
  let [left, added] = [before, after];
  const rounds: readonly ((one: T, path: string, code: () => string) => unknown)[] = [
    (one, path, code) => [path, subjectOf(one), code()],
    (one, path) => (isTelling(one) ? [path, subjectOf(one)] : undefined),
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
