import type { Value } from '../engine/model.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SeenNames } from '../model/seen-names.ts';

/** More alternatives are not useful. */
const maximumTexts = 100;

/** Collects the names with which secrets are read, over all calls. */
export class NameCollector {
  readonly #found = new Map<SecretReference, Set<string>>();

  /** Names that are written at the read need no check. `None` and numbers name nothing. */
  add(read: SecretReference, name: Value): void {
    if (read.literal !== undefined) return;
    this.include(
      read,
      name.flatMap((atom) => (atom.kind === 'literal' && typeof atom.value === 'string' ? [atom.value] : [])),
    );
  }

  include(read: SecretReference, texts: Iterable<string>): void {
    const known = this.#found.get(read) ?? new Set<string>();
    this.#found.set(read, known);
    for (const text of texts) if (known.size < maximumTexts) known.add(text);
  }

  all(): SeenNames {
    return this.#found;
  }
}
