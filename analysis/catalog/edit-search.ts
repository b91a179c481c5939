export interface Near {
  /** The index of `text` in the sorted list. */
  readonly index: number;
  readonly edits: number;
}

/**
 * Finds the strings within `most` single-letter edits of `written`. `sorted` must be ordered by code unit:
 * shared prefixes are compared only once, and skipped entirely once they differ too much.
 */
export function withinEdits(written: string, sorted: readonly string[], most: number): readonly Near[] {
  const found: Near[] = [];
  const table = new EditTable(written, most);
  for (let index = 0; index < sorted.length;) {
    const text = sorted[index] ?? '';
    const different = table.compare(text);
    if (different === undefined) {
      if (table.edits <= most) found.push({ index, edits: table.edits });
      index++;
    } else {
      index = afterPrefix(sorted, text.slice(0, different), index);
    }
  }
  return found;
}

/**
 * Computes edit distances between one string and each string of a series. Work for a prefix shared with the
 * previous string is reused.
 */
class EditTable {
  readonly #written: string;
  readonly #most: number;
  /**
   * Contains one row for each prefix length of the other string, with the number of edits from each prefix of
   * this string to it.
   */
  readonly #rows: Uint8Array[];
  #before = '';
  #depth = 0;

  constructor(written: string, most: number) {
    this.#written = written;
    this.#most = most;
    this.#rows = [Uint8Array.from({ length: written.length + 2 }, (_, length) => Math.min(length, most + 1))];
  }

  /** The edit distance of the string that was compared last. */
  get edits(): number {
    return this.#rows[this.#depth]?.[this.#written.length] ?? this.#most + 1;
  }

  /** The length of a prefix that already differs too much, or undefined if there is none. */
  compare(text: string): number | undefined {
    this.#depth = sharedStart(this.#before, text, this.#depth);
    this.#before = text;
    while (this.#depth < text.length) {
      const isNear = this.#addRow(text.charCodeAt(this.#depth));
      this.#depth++;
      if (!isNear) return this.#depth;
    }
    return undefined;
  }

  /**
   * Computes only the cells near the diagonal, because only they can have few edits. Returns false if no cell
   * has few enough.
   */
  #addRow(letter: number): boolean {
    const beyond = this.#most + 1;
    const depth = this.#depth + 1;
    const above = this.#rows[depth - 1];
    const row = (this.#rows[depth] ??= new Uint8Array(this.#written.length + 2));
    const first = Math.max(0, depth - this.#most);
    const last = Math.min(this.#written.length, depth + this.#most);
    let isNear = false;
    if (first > 0) row[first - 1] = beyond;
    for (let length = first; length <= last; length++) {
      const isSame = length > 0 && this.#written.charCodeAt(length - 1) === letter;
      const kept = length === 0 ? beyond : (above?.[length - 1] ?? beyond) + (isSame ? 0 : 1);
      const removed = (above?.[length] ?? beyond) + 1;
      const added = length === 0 ? beyond : (row[length - 1] ?? beyond) + 1;
      const edits = Math.min(kept, removed, added, beyond);
      row[length] = edits;
      isNear ||= edits < beyond;
    }
    row[last + 1] = beyond;
    return isNear;
  }
}

function sharedStart(one: string, other: string, most: number): number {
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  return at;
}

/**
 * Finds the first position after `from` whose string does not start with `prefix`. It is usually close to
 * `from`.
 */
function afterPrefix(sorted: readonly string[], prefix: string, from: number): number {
  let low = from + 1;
  let step = 1;
  while (sorted[low + step - 1]?.startsWith(prefix) === true) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, sorted.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]?.startsWith(prefix) === true) low = middle + 1;
    else high = middle;
  }
  return low;
}
