interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Determines when the collected queries are sent. */
export type Moment = (ask: () => void) => void;

/** For requests that arrive in the same turn of the event loop. */
export const atEndOfTurn: Moment = setImmediate;
/** For jobs that are started together; runs before what is sent in this turn is flushed. */
export const whenAllHaveBegun: Moment = queueMicrotask;

/** Coalesces concurrent queries into one. Every result is read after its query was requested. */
export class Coalescer<Key, Value> {
  readonly #load: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>;
  readonly #moment: Moment;
  #waiting: Waiting<Key, Value>[] = [];

  /** `load` returns values in the order of the keys. */
  constructor(moment: Moment, load: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>) {
    this.#moment = moment;
    this.#load = load;
  }

  get(key: Key): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#moment(() => void this.#flush());
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
