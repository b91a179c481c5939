/**
 * Rows as they were read, for as long as nobody has written to the database. Whoever uses it says at
 * the start of every transaction which state that transaction sees, and tells of every write.
 */
export class RowCache<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #most: number;

  /** Beyond `most` rows it begins anew: that keeps it small, and no row is more likely to be asked for. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, read: () => Row | undefined): Row | undefined {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = read();
    if (row === undefined) return undefined;
    if (this.#rows.size >= this.#most) this.#rows.clear();
    this.#rows.set(key, row);
    return row;
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }

  clear(): void {
    if (this.#rows.size > 0) this.#rows.clear();
  }
}
