import type { TokenRecord } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';

const hour = 3_600_000;
/** Tokens updated per transaction; each transaction blocks others. */
const batchSize = 200;

/** A token, and the current digest that should replace the stored one. */
export type OldDigest = Pick<TokenRecord, 'accountId' | 'digest' | 'id'>;

/**
 * Records which tokens are used, to the hour, so that people can see which ones are still needed. Noting a
 * use costs a map lookup; new uses are written periodically, outside requests. Nothing depends on them, so a
 * killed process may lose what it has noted.
 */
export class TokenUses {
  /** For each token, the latest hour that was written or is waiting to be written. */
  #noted = new Map<string, number>();
  #waiting = new Map<string, number>();
  readonly #outdated = new Map<string, OldDigest>();

  /** Notes that a used token is stored with a digest of a replaced seed. */
  noteOldDigest({ id, accountId }: TokenRecord, digest: Buffer): void {
    this.#outdated.set(id, { id, accountId, digest });
  }

  /** Returns what was noted since the last call, and clears it. */
  takeOldDigests(): readonly OldDigest[] {
    const noted = [...this.#outdated.values()];
    this.#outdated.clear();
    return noted;
  }

  note(tokenId: string, milliseconds: number): void {
    const now = Math.floor(milliseconds / hour);
    if ((this.#noted.get(tokenId) ?? -1) >= now) return;
    this.#noted.set(tokenId, now);
    this.#waiting.set(tokenId, now);
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
        for (const [id, at] of uses) await tx.touchToken(id, new Date(at * hour).toISOString());
      });
    } catch (error) {
      for (const [id, at] of uses) this.#waiting.set(id, Math.max(at, this.#waiting.get(id) ?? 0));
      throw error;
    }
  }

  /** Drops tokens that are no longer used, to save memory. */
  #forgetOld(): void {
    let latest = 0;
    // A loop, because there may be more values than a function accepts as arguments.
    for (const at of this.#noted.values()) latest = Math.max(latest, at);
    this.#noted = new Map([...this.#noted].filter(([, at]) => at === latest));
  }
}
