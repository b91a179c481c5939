/** Files that exist but whose texts are not stored until another file imports them. */
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

  /** True if it was not known before. */
  note(uri: string): boolean {
    const isNew = !this.#there.has(uri);
    this.#there.add(uri);
    return isNew;
  }

  /** The file is gone, or its text is stored now. True if it was in this set. */
  delete(uri: string): boolean {
    return this.#there.delete(uri);
  }

  /** Another file imports it; reported once. */
  want(uri: string): void {
    if (this.#wanted.has(uri)) return;
    this.#wanted.add(uri);
    this.#wantedFirst(uri);
  }

  isWanted(uri: string): boolean {
    return this.#wanted.has(uri);
  }
}
