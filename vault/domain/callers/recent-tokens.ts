import type { FoundToken } from '../../storage/records.ts';

/** Beyond so many it begins again: that keeps it small. */
const most = 4096;

/** Tokens as they were when they last counted, by digest. What is done with them must look again. */
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
