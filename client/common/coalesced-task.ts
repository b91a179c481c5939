/**
 * Runs a task, one run at a time. Requests during a run are coalesced into a single further run: ten requests
 * in a row cause two runs, and the last result is never stale.
 */
export class CoalescedTask<T> {
  readonly #work: () => Promise<T>;
  #running: Promise<T> | undefined;
  #begun = 0;
  #next: Promise<T> | undefined;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** Joins the pending or current run; starts one if there is none. */
  join(): Promise<T> {
    return this.#next ?? this.#running ?? this.#run();
  }

  /** Returns a run that starts after this call. */
  rerun(): Promise<T> {
    if (!this.#running && !this.#next) return this.#run();
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => {
      this.#next = undefined;
      return this.#run();
    });
    return this.#next;
  }

  /** Whether the current run has taken at least this many milliseconds so far. */
  hasRunFor(milliseconds: number): boolean {
    return this.#running !== undefined && performance.now() - this.#begun >= milliseconds;
  }

  #run(): Promise<T> {
    this.#begun = performance.now();
    const run = this.#work().finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }
}
