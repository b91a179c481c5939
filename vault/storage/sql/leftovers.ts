/**
 * Writes that the jobs of a group share: a catalog's version is incremented once for all changes that become
 * visible together, and old events are removed once, at the end.
 */
export class Leftovers {
  #catalogs: ReadonlySet<string> = new Set();
  #isEventNew = false;

  bump(accountId: string): void {
    if (!this.#catalogs.has(accountId)) this.#catalogs = new Set([...this.#catalogs, accountId]);
  }

  noteEvent(): void {
    this.#isEventNew = true;
  }

  /** Accounts whose catalog has changed since the last call. */
  takeCatalogs(): ReadonlySet<string> {
    const catalogs = this.#catalogs;
    if (catalogs.size > 0) this.#catalogs = new Set();
    return catalogs;
  }

  /** Whether there are new events since the last call. */
  takeEvents(): boolean {
    const isNew = this.#isEventNew;
    this.#isEventNew = false;
    return isNew;
  }

  /** The returned function discards the catalogs added since this call. */
  remember(): () => void {
    const before = this.#catalogs;
    return () => {
      this.#catalogs = before;
    };
  }

  clear(): void {
    this.#catalogs = new Set();
    this.#isEventNew = false;
  }
}
