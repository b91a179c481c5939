import type { OpenRun } from '../../run/open-run.ts';

/** The runs that this window has open. What was issued for them is taken back when they end. */
export class Runs {
  /** What a launch configuration holds that was started by one of our commands: no workspace can know it. */
  readonly asked = crypto.randomUUID();
  readonly #open = new Map<number, OpenRun>();
  readonly #debugged = new Set<number>();
  #last = 0;

  /** The number of the run, by which it ends. */
  add(run: OpenRun): number {
    this.#last += 1;
    this.#open.set(this.#last, run);
    return this.#last;
  }

  /** A debugger has started or restarted the program. */
  debugged(id: number): void {
    this.#debugged.add(id);
  }

  /** The debugger has ended. It can restart the program with the same variables for a short time. */
  async letGo(id: number, soon: Promise<void>): Promise<void> {
    this.#debugged.delete(id);
    await soon;
    if (!this.#debugged.has(id)) await this.end(id);
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

  /** All of a person who signs out, or all there are. */
  async endAll(personId?: string): Promise<void> {
    const ended = [...this.#open].filter(([, run]) => personId === undefined || run.personId === personId);
    await Promise.all(ended.map(([id]) => this.end(id)));
  }
}
