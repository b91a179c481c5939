/**
 * What is known about one thing in the vault: a single possibility after an answer, several after a change
 * whose outcome is unknown.
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

  /** Its only value from now on. */
  is(value: T): void {
    this.#possible = [value];
  }

  /** A possible value from now on, besides its previous ones. */
  maybe(value: T): void {
    this.#possible = [...this.#possible, value];
  }

  /** Whether the observed value is possible; from then on it is the only one. */
  wasSeen(value: T): boolean {
    if (!this.#possible.includes(value)) return false;
    this.is(value);
    return true;
  }
}
