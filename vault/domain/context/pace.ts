import { setTimeout as sleep } from 'node:timers/promises';

/** About 1 ms. */
const slice = 50;

/**
 * For long-running work in a process that also serves requests. Each slice of work is followed by a pause of
 * the same length, so at least half of the time goes to requests and none waits long.
 */
export class Pace {
  #left = slice;
  #started = performance.now();

  /** Call with the number of work units done (about 20 µs each); resolves when work can continue. */
  async worked(units: number): Promise<void> {
    this.#left -= units;
    if (this.#left > 0) return;
    await sleep(performance.now() - this.#started);
    this.#left = slice;
    this.#started = performance.now();
  }
}
