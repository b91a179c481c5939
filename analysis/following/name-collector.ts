import type { Value } from '../engine/model.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SeenName, SeenNames } from '../model/seen-names.ts';

/** More alternatives tell nothing more. */
const maximumTexts = 100;

/** Collects the names with which secrets are read, over all calls. */
export class NameCollector {
  readonly #found = new Map<SecretReference, { readonly texts: Set<string>; isWhole: boolean }>();

  /** Names that are written at the read need no check. */
  add(read: SecretReference, name: Value): void {
    if (read.literal !== undefined) return;
    const texts = name.flatMap((atom) =>
      atom.kind === 'literal' && typeof atom.value === 'string' ? [atom.value] : [],
    );
    // `None` and numbers are literals that name nothing.
    this.include(read, { texts: new Set(texts), isWhole: name.every(({ kind }) => kind === 'literal') });
  }

  include(read: SecretReference, { texts, isWhole }: SeenName): void {
    const known = this.#found.get(read) ?? { texts: new Set<string>(), isWhole: true };
    this.#found.set(read, known);
    for (const text of texts)
      if (known.texts.size < maximumTexts) known.texts.add(text);
      else known.isWhole = false;
    known.isWhole &&= isWhole;
  }

  all(): SeenNames {
    return this.#found;
  }
}
