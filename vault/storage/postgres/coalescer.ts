interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks once for what many ask for in the same turn. Every answer is newer than its question. */
export class Coalescer<Key, Value> {
  readonly #load: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>;
  #waiting: Waiting<Key, Value>[] = [];

  /** `load` answers in the order of the keys. */
  constructor(load: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>) {
    this.#load = load;
  }

  get(key: Key): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#flush());
      this.#waiting.push({ key, resolve, reject });
    });
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const values = await this.#load(waiting.map(({ key }) => key));
      waiting.forEach(({ resolve }, index) => resolve(values[index]));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
