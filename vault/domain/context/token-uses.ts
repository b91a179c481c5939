import type { TokenRecord } from '../../storage/records.ts';
import { LastUses } from './last-uses.ts';

/** A token, and the current digest that should replace the stored one. */
export type OldDigest = Pick<TokenRecord, 'accountId' | 'digest' | 'id'>;

/** Records which tokens are used, so that people can see which ones are still needed. */
export class TokenUses extends LastUses {
  readonly #outdated = new Map<string, OldDigest>();

  constructor() {
    super((tx, id, at) => tx.touchToken(id, at));
  }

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
}
