export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits for `work`, but at most `milliseconds`. A failure counts as completion. */
export async function withTimeout(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work.catch(() => undefined), patience]);
  clearTimeout(timer);
}

interface DebounceOptions {
  /** Delay between a call and `act` if nothing is pending, in milliseconds. */
  readonly quietMs: number;
  /** The longest time to wait for pending work, in milliseconds. */
  readonly mostMs: number;
  /** Whether another call is expected soon. */
  readonly isBusy: () => boolean;
}

/**
 * Coalesces calls: runs `act` {@link DebounceOptions.quietMs} after the first one. While `isBusy` returns
 * true, the run is postponed, up to {@link DebounceOptions.mostMs}.
 */
export function debounced(act: () => void, { quietMs, mostMs, isBusy }: DebounceOptions): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const wait = (waitedMs: number): void => {
    waiting = setTimeout(() => {
      const waited = waitedMs + quietMs;
      if (waited < mostMs && isBusy()) return wait(waited);
      waiting = undefined;
      act();
    }, quietMs);
  };
  return () => {
    if (waiting === undefined) wait(0);
  };
}
