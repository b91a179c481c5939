import { setTimeout as sleep } from 'node:timers/promises';

/** About 1 ms. */
const slice = 50;

/**
 * For long work in a process that also answers requests: work in slices, each followed by a rest as
 * long as the slice, so that at least half of the time belongs to requests and none waits for long.
 */
export class Pace {
  #left = slice;
  #started = performance.now();

  /** Call after so many units of work, of about 20 µs each: resolves when more may be done. */
  async worked(units: number): Promise<void> {
    this.#left -= units;
    if (this.#left > 0) return;
    await sleep(performance.now() - this.#started);
    this.#left = slice;
    this.#started = performance.now();
  }
}
