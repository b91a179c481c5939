/**
 * Caches rows for as long as nothing has written to the database. The caller must report at the start of
 * every transaction which state it sees, and report every write.
 */
export class RowCache<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #most: number;

  /** Cleared at `most` rows to keep it small, since every row is equally likely to be needed. */
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
