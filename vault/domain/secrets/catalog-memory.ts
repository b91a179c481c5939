/** About 50 MB: two catalogs of 100,000 secrets, or very many of the usual size. */
const mostBytes = 48 * 2 ** 20;

interface Kept {
  readonly version: number;
  readonly list: Buffer;
}

/**
 * Caches the lists of catalogs as they are sent, verified, for as long as their account's catalog has the
 * same version. Concurrent requests share one, even while it is being built. Never contains a value.
 */
export class CatalogMemory {
  readonly #catalogs = new Map<string, Kept>();
  readonly #making = new Map<string, Promise<Buffer>>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number = mostBytes) {
    this.#most = most;
  }

  /** The caller must have just read the version from the storage. */
  async read(key: string, version: number, make: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#catalogs.get(key);
    if (kept?.version === version) {
      // Re-inserting moves it to the end, so that recently used lists are evicted last.
      this.#catalogs.delete(key);
      this.#catalogs.set(key, kept);
      return kept.list;
    }
    const place = `${key} ${String(version)}`;
    const making = this.#making.get(place);
    if (making) return making;
    const made = make().finally(() => this.#making.delete(place));
    this.#making.set(place, made);
    const list = await made;
    this.#keep(key, version, list);
    return list;
  }

  /** If several versions are read concurrently, the newest stays. */
  #keep(key: string, version: number, list: Buffer): void {
    if ((this.#catalogs.get(key)?.version ?? 0) > version || list.length > this.#most) return;
    this.#forget(key);
    this.#catalogs.set(key, { version, list });
    this.#bytes += list.length;
    for (const oldest of this.#catalogs.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#catalogs.get(key)?.list.length ?? 0;
    this.#catalogs.delete(key);
  }
}
