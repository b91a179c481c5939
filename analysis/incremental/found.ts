import type { FoundReferences } from '../languages/language.ts';
import type { SecretUse } from '../uses/secret-use.ts';
import type { Parts } from './part.ts';

/** What was found in one version of a file, without anything that would keep the version itself. */
export interface FoundInParts extends FoundReferences {
  readonly parts: Parts;
  /** Undefined while nobody asked. */
  readonly uses: readonly SecretUse[] | undefined;
}
