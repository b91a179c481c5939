import type { OpenRun } from '../../run/open-run.ts';

/** The open runs of this window. What was issued for a run is revoked when it ends. */
export class Runs {
  /** A random value in launch configurations started by one of our commands: no workspace can know it. */
  readonly asked = crypto.randomUUID();
  readonly #open = new Map<number, OpenRun>();
  readonly #debugged = new Set<number>();
  #last = 0;

  /** The number of the run, used to end it. */
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
      // The vault is unreachable; the token expires by itself.
    }
  }

  /** Ends the runs of a user who signs out, or all. */
  async endAll(personId?: string): Promise<void> {
    const ended = [...this.#open].filter(([, run]) => personId === undefined || run.personId === personId);
    await Promise.all(ended.map(([id]) => this.end(id)));
  }
}
