import type { TokenRecord } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';

const hour = 3_600_000;
/** Tokens of one transaction, which others wait for. */
const batchSize = 200;

/** A token, and the digest that it should be stored with. */
export type OldDigest = Pick<TokenRecord, 'accountId' | 'digest' | 'id'>;

/**
 * Notes which tokens are used, to the hour, for people who look which of them are still needed. Noting
 * costs a look into a map; what is new is written now and then, apart from what is answered. It decides
 * nothing, so what a killed process had noted may be lost.
 */
export class TokenUses {
  /** Of each token the last hour that is written, or waits for it. */
  #noted = new Map<string, number>();
  #waiting = new Map<string, number>();
  readonly #outdated = new Map<string, OldDigest>();

  /** A token that was used and is stored with a digest of a seed that was replaced. */
  noteOldDigest({ id, accountId }: TokenRecord, digest: Buffer): void {
    this.#outdated.set(id, { id, accountId, digest });
  }

  /** What was noted since the last time. */
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

  /** Writes what is new; what could not be written is tried again the next time. @throws StorageError */
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

  /** Tokens that nobody uses any more cost no memory. */
  #forgetOld(): void {
    let latest = 0;
    // They may be more than a function takes as arguments.
    for (const at of this.#noted.values()) latest = Math.max(latest, at);
    this.#noted = new Map([...this.#noted].filter(([, at]) => at === latest));
  }
}
