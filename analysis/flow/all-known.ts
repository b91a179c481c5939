/** Returns all values, or undefined if any of them is undefined. */
export function allKnown<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

const mostJoined = 10_000;

/**
 * Concatenates the results of `of` for all parts. Undefined if any result is undefined or if the list is too
 * long.
 */
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
