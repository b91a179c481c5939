/**
 * Delays between attempts, in milliseconds. The last one repeats, so the client reconnects within seconds
 * once the vault is available again.
 */
const pauses = [250, 1000, 3000];

/** The delay after this number of failures, in milliseconds. */
export function pauseAfter(failures: number): number {
  return pauses[failures] ?? Math.max(...pauses);
}

/** A request that has taken this long may never complete, so another one is sent next to it; in milliseconds. */
export const hangsAfter = 1_500;

/** Resolves to false after this time, or when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(false);
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
