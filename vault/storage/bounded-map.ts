/** A map that is cleared when it is full, to limit its size: every entry is equally likely to be needed. */
export class BoundedMap<Value> extends Map<string, Value> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: string, value: Value): this {
    if (this.size >= this.#most) this.clear();
    return super.set(key, value);
  }

  /** Clearing an empty map would allocate a new one. */
  override clear(): void {
    if (this.size > 0) super.clear();
  }
}
