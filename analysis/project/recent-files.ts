import type { ParsedFile } from '../model/parsed-file.ts';

/** In UTF-16 code units. The trees for this amount of text take up several megabytes. */
const mostText = 2_000_000;

/**
 * Recently used parsed files. Older files are parsed again when needed, unless they are still referenced,
 * because each state of a file must be represented by a single object.
 */
export class RecentFiles {
  readonly #files = new Map<string, ParsedFile>();
  readonly #held = new Map<string, WeakRef<ParsedFile>>();
  #length = 0;

  get(uri: string): ParsedFile | undefined {
    const file = this.#files.get(uri) ?? this.#held.get(uri)?.deref();
    return file === undefined ? undefined : this.add(file);
  }

  add(file: ParsedFile): ParsedFile {
    this.delete(file.uri);
    this.#files.set(file.uri, file);
    this.#held.set(file.uri, new WeakRef(file));
    this.#length += file.text.length;
    for (const [uri, { text }] of this.#files) {
      if (this.#length <= mostText || uri === file.uri) break;
      this.#files.delete(uri);
      this.#length -= text.length;
    }
    return file;
  }

  /** Called if the file was changed or removed. */
  delete(uri: string): void {
    this.#length -= this.#files.get(uri)?.text.length ?? 0;
    this.#files.delete(uri);
    this.#held.delete(uri);
  }
}
