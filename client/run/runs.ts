import type { OpenRun } from '../../run/open-run.ts';

/** The runs that this window has open. What was issued for them is taken back when they end. */
export class Runs {
  readonly #open = new Map<number, OpenRun>();
  #last = 0;

  /** The number of the run, by which it ends. */
  add(run: OpenRun): number {
    this.#last += 1;
    this.#open.set(this.#last, run);
    return this.#last;
  }

  /** The program has ended, or never started. */
  async end(id: number): Promise<void> {
    const run = this.#open.get(id);
    this.#open.delete(id);
    try {
      await run?.end();
    } catch {
      // The vault is away; the token ends by itself.
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.end(id)));
  }
}
