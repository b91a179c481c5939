/**
 * Delays between attempts, in milliseconds. The last one repeats, so a vault that is back is noticed within
 * seconds.
 */
const pauses = [250, 1000, 3000];

/** The delay after that many failures, in milliseconds. */
export function pauseAfter(failures: number): number {
  return pauses[failures] ?? Math.max(...pauses);
}
