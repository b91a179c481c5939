/** The cache is cleared at this size, to keep it small. */
const most = 16_384;

/**
 * Returns the previous record object while its row is the same in every column, so that its verification and
 * its unwrapped key stay valid. The row is still read from the database every time.
 */
export class SameRecords<Row extends object, Made extends object> {
  readonly #kept = new Map<string, { readonly row: Row; readonly made: Made }>();
  readonly #make: (row: Row) => Made;

  constructor(make: (row: Row) => Made) {
    this.#make = make;
  }

  get(key: string, row: Row): Made {
    const known = this.#kept.get(key);
    if (known && isSame(known.row, row)) return known.made;
    const made = this.#make(row);
    if (this.#kept.size >= most) this.#kept.clear();
    this.#kept.set(key, { row, made });
    return made;
  }
}

function isSame<Row extends object>(one: Row, other: Row): boolean {
  const values: readonly unknown[] = Object.values(other);
  return Object.values(one).every((value: unknown, index) => isSameValue(value, values[index]));
}

function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof Buffer && other instanceof Buffer && one.equals(other));
}
