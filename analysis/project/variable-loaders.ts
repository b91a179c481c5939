import { loadsVariables } from '../syntax/environment-variables.ts';
import type { VersionedTexts } from './word-places.ts';

/** Tracks which files load a file of environment variables. Only changed texts are searched again. */
export class VariableLoaders {
  readonly #texts: VersionedTexts;
  readonly #loaders = new Set<string>();
  #checkedAt = -1;

  constructor(texts: VersionedTexts) {
    this.#texts = texts;
  }

  uris(): ReadonlySet<string> {
    const version = this.#texts.version();
    if (this.#checkedAt === version) return this.#loaders;
    for (const uri of this.#texts.uris())
      if (this.#texts.changedAt(uri) > this.#checkedAt) this.note(uri, this.#texts.textOf(uri));
    this.#checkedAt = version;
    return this.#loaders;
  }

  /** For a file whose text is not kept. */
  note(uri: string, text: string): void {
    if (loadsVariables(text)) this.#loaders.add(uri);
    else this.#loaders.delete(uri);
  }

  delete(uri: string): void {
    this.#loaders.delete(uri);
  }
}
