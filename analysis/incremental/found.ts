import type { FoundReferences } from '../source/language.ts';
import type { SecretUse } from '../model/secret-use.ts';
import type { Parts } from '../source/part.ts';

/** What was found in one version of a file, without references that would keep that version in memory. */
export interface FoundInParts extends FoundReferences {
  readonly parts: Parts;
  /** Undefined until requested. */
  readonly uses: readonly SecretUse[] | undefined;
}
