/**
 * What is known of one thing in the vault: a single possibility after an answer, several after a
 * change of which nobody heard whether it was done.
 */
export class Fact<T> {
  #possible: readonly T[];

  constructor(...possible: readonly T[]) {
    this.#possible = possible;
  }

  /** The only possibility, if there is one. */
  get sure(): T | undefined {
    return this.#possible.length === 1 ? this.#possible[0] : undefined;
  }

  /** It is this from now on. */
  is(value: T): void {
    this.#possible = [value];
  }

  /** It may be this from now on, or stay what it was. */
  maybe(value: T): void {
    this.#possible = [...this.#possible, value];
  }

  /** Whether it can be what was seen; from then on it is that. */
  wasSeen(value: T): boolean {
    if (!this.#possible.includes(value)) return false;
    this.is(value);
    return true;
  }
}
