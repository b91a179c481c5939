/** All values, or undefined if one is not known. */
export function allKnown<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

const mostJoined = 10_000;

/** The results of `of` for all parts, in one list; undefined if one is not known or the list is too long. */
export function joinedOf<P, T>(
  parts: readonly P[],
  of: (part: P) => readonly T[] | undefined,
): readonly T[] | undefined {
  let joined: readonly T[] = [];
  for (const part of parts) {
    const found = of(part);
    if (found === undefined || joined.length + found.length > mostJoined) return undefined;
    joined = joined.concat(found);
  }
  return joined;
}
