/** Work that is done again and again, one at a time. */
export interface Repetition {
  /** Does it now. */
  readonly next: () => void;
  /** Begins no more of it, and waits for what is under way. */
  readonly stop: () => Promise<void>;
}

/**
 * Does `work` every so often. A turn that comes while the one before it is under way is left out. The
 * work tells of its own failures: it must not reject. It keeps no process from ending.
 */
export function repeat(everyMilliseconds: number, work: () => Promise<void>): Repetition {
  let underWay: Promise<void> | undefined;
  const next = (): void => {
    underWay ??= work().finally(() => (underWay = undefined));
  };
  const timer = setInterval(next, everyMilliseconds).unref();
  return {
    next,
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
