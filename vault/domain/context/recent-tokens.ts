import type { FoundToken } from '../../storage/records.ts';

/** The cache is cleared at this size, to keep it small. */
const most = 4096;

/**
 * Caches tokens, by digest, as they were when last valid. Callers must check them again before relying on
 * them.
 */
export class RecentTokens {
  readonly #found = new Map<string, FoundToken>();

  get(digest: Buffer): FoundToken | undefined {
    return this.#found.get(digest.toString('latin1'));
  }

  keep(digest: Buffer, found: FoundToken): void {
    if (this.#found.size >= most) this.#found.clear();
    this.#found.set(digest.toString('latin1'), found);
  }

  forget(digest: Buffer): void {
    this.#found.delete(digest.toString('latin1'));
  }
}
