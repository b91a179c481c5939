/** How long to wait after so many failures, in milliseconds. Pauses grow, and the longest repeats. */
export function pauseAfter(failures: number, pauses: readonly number[]): number {
  return pauses[failures] ?? Math.max(...pauses);
}
