/** The time limit for an entire call. The caller's own signal also ends the call. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time is up, as opposed to the caller having canceled. */
  readonly isOver: () => boolean;
  readonly remainingMs: () => number;
  /** Settles like the promise, unless the signal aborts first. */
  bound<T>(work: Promise<T>): Promise<T>;
  /** Rejects when the signal aborts. */
  sleep(milliseconds: number): Promise<void>;
  end(): void;
}

export function startDeadline(timeoutMs: number, cancelled: AbortSignal | undefined): Deadline {
  const ends = performance.now() + timeoutMs;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const signal = cancelled ? AbortSignal.any([cancelled, timeout.signal]) : timeout.signal;
  const bound = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const abort = (): void => reject(new Error('aborted'));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      const settled = (): void => signal.removeEventListener('abort', abort);
      void work.finally(settled).then(resolve, reject);
    });
  return {
    signal,
    isOver: () => timeout.signal.aborted,
    remainingMs: () => ends - performance.now(),
    bound,
    async sleep(milliseconds) {
      let waking: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        waking = setTimeout(resolve, milliseconds);
      });
      try {
        await bound(waited);
      } finally {
        clearTimeout(waking);
      }
    },
    end: () => clearTimeout(timer),
  };
}
