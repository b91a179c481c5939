interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** When questions are asked that were put until then. */
export type Moment = (ask: () => void) => void;

/** Of requests that arrive in the same turn of the event loop. */
export const atEndOfTurn: Moment = setImmediate;
/** Of jobs that are started together, and before what is sent in this turn leaves. */
export const whenAllHaveBegun: Moment = queueMicrotask;

/** Asks once for what many ask for at the same time. Every answer is newer than its question. */
export class Coalescer<Key, Value> {
  readonly #load: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>;
  readonly #moment: Moment;
  #waiting: Waiting<Key, Value>[] = [];

  /** `load` answers in the order of the keys. */
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
