import type { Trace } from './trace.ts';

const budgetPerQuestion = 20_000;
const maximumDepth = 60;

/** What one question may cost, in all modules together, and what is being followed at the moment. */
export class Question {
  readonly #visiting = new Set<string>();
  #budget = budgetPerQuestion;
  #isAsked = false;
  /** How often something was met again while it was being followed. */
  cutShort = 0;
  /** Set while somebody wants to know the way. */
  trace: Trace | undefined;

  get isExhausted(): boolean {
    return this.#budget <= 0;
  }

  /** False when `key` is being followed already: a value that depends on itself brings nothing new. */
  mayFollow(key: string): boolean {
    if (this.#visiting.size === 0 && !this.#isAsked) this.#budget = budgetPerQuestion;
    if (!this.#visiting.has(key)) return true;
    this.cutShort++;
    return false;
  }

  /** All that `work` follows counts as one question. */
  ask<T>(work: () => T): T {
    if (this.#isAsked || this.#visiting.size > 0) return work();
    this.#budget = budgetPerQuestion;
    this.#isAsked = true;
    try {
      return work();
    } finally {
      this.#isAsked = false;
    }
  }

  /** False when it is too far to go. */
  start(key: string): boolean {
    if (this.#visiting.size > maximumDepth || this.#budget-- <= 0) return false;
    this.#visiting.add(key);
    return true;
  }

  end(key: string): void {
    this.#visiting.delete(key);
  }
}
