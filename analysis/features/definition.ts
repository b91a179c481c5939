import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { referenceAt } from './reference-at.ts';

/**
 * The literals that supply the name of the reference at `offset`. For a name that stands right there it
 * is that place, on which editors go on to its references: a secret itself stands in no file.
 */
export function definition(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  sourcesOf: (reference: SecretReference) => readonly Place[],
): readonly Place[] {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return [];
  if (reference.literal === undefined) return sourcesOf(reference);
  return [{ uri: file.uri, range: file.rangeOf(reference.literal) }];
}
