/** Files that exist but whose contents are not stored until another file imports them. */
export class DeferredFiles {
  readonly #there = new Set<string>();
  readonly #wanted = new Set<string>();
  readonly #wantedFirst: (uri: string) => void;

  constructor(wantedFirst: (uri: string) => void) {
    this.#wantedFirst = wantedFirst;
  }

  has(uri: string): boolean {
    return this.#there.has(uri);
  }

  /** Returns true if the file was not known before. */
  note(uri: string): boolean {
    const isNew = !this.#there.has(uri);
    this.#there.add(uri);
    return isNew;
  }

  /**
   * Called if the file no longer exists or its contents are now stored. Returns true if the file was in this
   * set.
   */
  delete(uri: string): boolean {
    return this.#there.delete(uri);
  }

  /** Called if another file imports this file. Each file is reported only once. */
  want(uri: string): void {
    if (this.#wanted.has(uri)) return;
    this.#wanted.add(uri);
    this.#wantedFirst(uri);
  }

  isWanted(uri: string): boolean {
    return this.#wanted.has(uri);
  }
}
