import type { SecretReference } from '../model/reference.ts';

/** The reads that a value may have come from. More are added while code is followed. */
export class Source {
  readonly #own: readonly SecretReference[];
  readonly #from = new Set<Source>();

  constructor(own: readonly SecretReference[]) {
    this.#own = own;
  }

  add(source: Source): void {
    this.#from.add(source);
  }

  /** Returns all reads. Call it only after everything has been followed. */
  reads(): readonly SecretReference[] {
    if (this.#from.size === 0) return this.#own;
    const found = new Set<SecretReference>();
    const seen = new Set<Source>([this]);
    for (const source of seen) {
      for (const read of source.#own) found.add(read);
      for (const earlier of source.#from) seen.add(earlier);
    }
    return [...found];
  }
}
