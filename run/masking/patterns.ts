/** The patterns that start at a given position in the data. */
export interface Beginning {
  /** Length of the longest complete pattern; 0 if there is none. */
  readonly length: number;
  /** Length of the shortest pattern that is cut off by the end of the data; 0 if there is none. */
  readonly awaited: number;
}

/** The byte sequences to look for, indexed by their first two bytes. Each has at least two bytes. */
export class Patterns {
  readonly #known = new Set<string>();
  readonly #byStart = new Map<number, readonly Buffer[]>();
  readonly #isStart = new Uint8Array(0x10000);
  readonly #isFirstByte = new Uint8Array(0x100);

  add(text: string): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    const pattern = Buffer.from(text);
    const start = pattern.readUInt16BE();
    this.#isStart[start] = 1;
    this.#isFirstByte[start >> 8] = 1;
    const same = this.#byStart.get(start) ?? [];
    this.#byStart.set(
      start,
      [...same, pattern].toSorted((one, other) => one.length - other.length),
    );
  }

  /** Returns the next position, starting at `from`, where a pattern may start, or the end of the data. */
  next(data: Buffer, from: number): number {
    const last = data.length - 1;
    for (let at = from; at < last; at++) {
      if (this.#isStart[((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)] === 1) return at;
    }
    return from <= last && this.#isFirstByte[data[last] ?? 0] === 1 ? last : data.length;
  }

  at(data: Buffer, at: number): Beginning {
    const rest = data.length - at;
    if (rest === 1) return { length: 0, awaited: this.#isFirstByte[data[at] ?? 0] === 1 ? 2 : 0 };
    let length = 0;
    for (const pattern of this.#byStart.get(data.readUInt16BE(at)) ?? []) {
      const compared = Math.min(pattern.length, rest);
      // Comparing one byte first rules out most patterns more cheaply than a full comparison.
      if (data[at + compared - 1] !== pattern[compared - 1]) continue;
      if (data.compare(pattern, 0, compared, at, at + compared) !== 0) continue;
      if (pattern.length > rest) return { length, awaited: pattern.length };
      length = pattern.length;
    }
    return { length, awaited: 0 };
  }
}
