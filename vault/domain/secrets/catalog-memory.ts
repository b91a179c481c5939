/** About 50 MB: two catalogs of 100,000 secrets, or very many of the usual size. */
const mostBytes = 48 * 2 ** 20;

interface Kept {
  readonly version: number;
  readonly list: Buffer;
}

/**
 * Lists of catalogs as they are sent, verified, for as long as their account's catalog is in the same
 * version. All who ask for the same share one, also while it is being made. Holds no value, ever.
 */
export class CatalogMemory {
  readonly #catalogs = new Map<string, Kept>();
  readonly #making = new Map<string, Promise<Buffer>>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number = mostBytes) {
    this.#most = most;
  }

  /** The caller has read the version from the storage just before. */
  async read(key: string, version: number, make: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#catalogs.get(key);
    if (kept?.version === version) {
      // Those asked for last go last.
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

  /** Of several that are read at the same time the newest stays. */
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
