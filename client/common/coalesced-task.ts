/**
 * Work that runs one at a time. Asked for while it runs, it runs once more afterwards, however often
 * it was asked for: ten changes in a row cost two answers, and the last one is never too old.
 */
export class CoalescedTask<T> {
  readonly #work: () => Promise<T>;
  #running: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** Whatever is under way, or a new run. */
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
