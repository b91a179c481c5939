import type { Storage, Transaction } from '../../storage/storage.ts';

const hour = 3_600_000;
/** Rows updated per transaction; each transaction blocks others. */
const batchSize = 200;

type Touch = (tx: Transaction, id: string, at: string) => Promise<void>;

/**
 * Records when something was last used, to the hour. Noting a use costs a map lookup; new uses are written
 * periodically, outside requests. Nothing depends on them, so a killed process may lose what it has noted.
 */
export class LastUses {
  readonly #touch: Touch;
  /** For each id, the latest hour that was written or is waiting to be written. */
  #noted = new Map<string, number>();
  #waiting = new Map<string, number>();

  constructor(touch: Touch) {
    this.#touch = touch;
  }

  note(id: string, milliseconds: number): void {
    const now = Math.floor(milliseconds / hour);
    if ((this.#noted.get(id) ?? -1) >= now) return;
    this.#noted.set(id, now);
    this.#waiting.set(id, now);
  }

  /** Writes new uses; those that fail are retried next time. @throws StorageError */
  async write(storage: Pick<Storage, 'transact'>): Promise<void> {
    this.#forgetOld();
    const waiting = [...this.#waiting];
    this.#waiting = new Map();
    for (let start = 0; start < waiting.length; start += batchSize) {
      await this.#writeSome(storage, waiting.slice(start, start + batchSize));
    }
  }

  async #writeSome(
    storage: Pick<Storage, 'transact'>,
    uses: readonly (readonly [string, number])[],
  ): Promise<void> {
    try {
      await storage.transact(async (tx) => {
        for (const [id, at] of uses) await this.#touch(tx, id, new Date(at * hour).toISOString());
      });
    } catch (error) {
      for (const [id, at] of uses) this.#waiting.set(id, Math.max(at, this.#waiting.get(id) ?? 0));
      throw error;
    }
  }

  /** Drops what is no longer used, to save memory. */
  #forgetOld(): void {
    let latest = 0;
    // A loop, because there may be more values than a function accepts as arguments.
    for (const at of this.#noted.values()) latest = Math.max(latest, at);
    this.#noted = new Map([...this.#noted].filter(([, at]) => at === latest));
  }
}
