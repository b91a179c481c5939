/** How much a scanner may do in a text. What was tried as an element and is none is read again, which needs an end. */
export class ScanEffort {
  /** Where "<" is only a sign: what was tried once is not tried again. */
  readonly noElements = new Set<number>();
  #steps: number;
  #depth = 0;

  constructor(text: string) {
    this.#steps = 10_000 + 50 * text.length;
  }

  /** Then nothing is tried any more. */
  get isSpent(): boolean {
    return this.#steps <= 0;
  }

  /** Counts one. */
  step(): void {
    this.#steps -= 1;
  }

  /** Reads what lies deeper. Undefined, too, where that is deeper than people write: the stack has an end as well. */
  deeper(read: () => number | undefined): number | undefined {
    if (this.#depth === 200) return undefined;
    this.#depth += 1;
    const end = read();
    this.#depth -= 1;
    return end;
  }
}
