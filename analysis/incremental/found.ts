import type { FoundReferences } from '../source/language.ts';
import type { SecretUse } from '../model/secret-use.ts';
import type { Parts } from '../source/part.ts';

/** What was found in one version of a file, without anything that would keep the version itself. */
export interface FoundInParts extends FoundReferences {
  readonly parts: Parts;
  /** Undefined while nobody asked. */
  readonly uses: readonly SecretUse[] | undefined;
}
