/** Waits between attempts, in milliseconds; the last one repeats: a vault that is back is noticed within seconds. */
const pauses = [250, 1000, 3000];

/** How long to wait after so many failures, in milliseconds. */
export function pauseAfter(failures: number): number {
  return pauses[failures] ?? Math.max(...pauses);
}
