import type { ParsedFile } from '../source/parsed-file.ts';

/** UTF-16 units; the trees of that much text weigh some megabytes. */
const mostText = 2_000_000;

/** Parsed files that were asked for lately; older ones are parsed again when they are needed. */
export class RecentFiles {
  readonly #files = new Map<string, ParsedFile>();
  #length = 0;

  get(uri: string): ParsedFile | undefined {
    const file = this.#files.get(uri);
    if (file === undefined) return undefined;
    this.#files.delete(uri);
    this.#files.set(uri, file);
    return file;
  }

  add(file: ParsedFile): ParsedFile {
    this.delete(file.uri);
    this.#files.set(file.uri, file);
    this.#length += file.text.length;
    for (const oldest of this.#files.keys()) {
      if (this.#length <= mostText || oldest === file.uri) break;
      this.delete(oldest);
    }
    return file;
  }

  delete(uri: string): void {
    this.#length -= this.#files.get(uri)?.text.length ?? 0;
    this.#files.delete(uri);
  }
}
