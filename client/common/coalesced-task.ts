/**
 * Runs a task one at a time. Requests during a run are coalesced into one further run: ten changes in a row
 * cost two runs, and the last result is never stale.
 */
export class CoalescedTask<T> {
  readonly #work: () => Promise<T>;
  #running: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** The current run, or a new one. */
  join(): Promise<T> {
    return this.#next ?? this.#running ?? this.#run();
  }

  /** A run that starts after this call. */
  rerun(): Promise<T> {
    if (!this.#running && !this.#next) return this.#run();
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => {
      this.#next = undefined;
      return this.#run();
    });
    return this.#next;
  }

  #run(): Promise<T> {
    const run = this.#work().finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }
}
