/** Requests are few, but the list of the dismissed ones must not grow forever. */
const most = 200;

interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The decided requests that the user does not want to see any more, stored per workspace. */
export class DismissedRequests {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  has(id: string): boolean {
    return idsIn(this.#memory, dismissedKey).includes(id);
  }

  async add(id: string): Promise<void> {
    const ids = idsIn(this.#memory, dismissedKey).filter((one) => one !== id);
    await this.#memory.update(dismissedKey, [...ids, id].slice(-most));
  }
}

const dismissedKey = 'dismissedRequests';

/** IDs of requests under a key. */
export function idsIn(memory: Pick<Memory, 'get'>, key: string): readonly string[] {
  const stored = memory.get(key);
  return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : [];
}
