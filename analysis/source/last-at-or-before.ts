/**
 * Returns the index of the last offset in the sorted list that is at or before `offset`, or 0 if there is
 * none.
 */
export function lastAtOrBefore(offsets: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
