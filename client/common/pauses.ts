/**
 * Delays between attempts, in milliseconds. The last one repeats, so the client reconnects within seconds
 * once the vault is available again.
 */
const pauses = [250, 1000, 3000];

/** The delay after this number of failures, in milliseconds. */
export function pauseAfter(failures: number): number {
  return pauses[failures] ?? Math.max(...pauses);
}
