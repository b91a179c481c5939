/**
 * What the jobs of a group leave to be written once for all of them: one version further is enough for
 * all changes of a catalog that become visible together, and old events may go at the end.
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

  /** Accounts whose catalog was changed since this was called last. */
  takeCatalogs(): ReadonlySet<string> {
    const catalogs = this.#catalogs;
    if (catalogs.size > 0) this.#catalogs = new Set();
    return catalogs;
  }

  /** Whether there are events since this was called last. */
  takeEvents(): boolean {
    const isNew = this.#isEventNew;
    this.#isEventNew = false;
    return isNew;
  }

  /** What it returns undoes what a job leaves. */
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
