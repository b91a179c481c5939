/** About 50 MB: two catalogs of 100,000 secrets, or very many of the usual size. */
const mostCharacters = 48 * 2 ** 20;

interface Kept {
  readonly version: number;
  readonly text: string;
}

/**
 * Lists of catalogs as they were sent, verified, for as long as their account's catalog is in the same
 * version. Whoever asks has read the version from the storage just before. Holds no value, ever.
 */
export class CatalogMemory {
  readonly #catalogs = new Map<string, Kept>();
  readonly #most: number;
  #characters = 0;

  constructor(most: number = mostCharacters) {
    this.#most = most;
  }

  get(key: string, version: number): string | undefined {
    const kept = this.#catalogs.get(key);
    if (kept?.version !== version) return undefined;
    // Those asked for last go last.
    this.#catalogs.delete(key);
    this.#catalogs.set(key, kept);
    return kept.text;
  }

  /** Of several that are read at the same time the newest stays. */
  keep(key: string, version: number, text: string): void {
    if ((this.#catalogs.get(key)?.version ?? 0) > version || text.length > this.#most) return;
    this.#forget(key);
    this.#catalogs.set(key, { version, text });
    this.#characters += text.length;
    for (const oldest of this.#catalogs.keys()) {
      if (this.#characters <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#catalogs.get(key)?.text.length ?? 0;
    this.#catalogs.delete(key);
  }
}
