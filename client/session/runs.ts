import type { OpenRun } from '../../run/open-run.ts';

/** The runs of this window that have not ended. When a run ends, everything issued for it is revoked. */
export class Runs {
  /** A random value for launch configurations that our commands start. No workspace can know it. */
  readonly asked = crypto.randomUUID();
  readonly #open = new Map<number, OpenRun>();
  readonly #debugged = new Set<number>();
  #last = 0;

  /** Returns the number that identifies the run. */
  add(run: OpenRun): number {
    this.#last += 1;
    this.#open.set(this.#last, run);
    return this.#last;
  }

  /** A debugger has started or restarted the program. */
  debugged(id: number): void {
    this.#debugged.add(id);
  }

  /** The debugger has ended. For a short time, it can still restart the program with the same variables. */
  async letGo(id: number, soon: Promise<void>): Promise<void> {
    this.#debugged.delete(id);
    await soon;
    if (!this.#debugged.has(id)) await this.end(id);
  }

  /** The program has ended or never started. */
  async end(id: number): Promise<void> {
    const run = this.#open.get(id);
    this.#open.delete(id);
    try {
      await run?.end();
    } catch {
      // The vault is unreachable, so the token remains valid until it expires.
    }
  }

  /** Ends the runs of a user who signs out, or all runs. */
  async endAll(personId?: string): Promise<void> {
    const ended = [...this.#open].filter(([, run]) => personId === undefined || run.personId === personId);
    await Promise.all(ended.map(([id]) => this.end(id)));
  }
}
