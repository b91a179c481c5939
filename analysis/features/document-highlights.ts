import type { Range } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { mayReadSame, referenceAt } from './reference-at.ts';

/**
 * Every place in the file that may read the same secret as the reference at `offset`, including that
 * reference.
 */
export function documentHighlights(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
): readonly Range[] {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return [];
  return references
    .filter((other) => other === reference || mayReadSame(reference, other))
    .map(({ span }) => file.rangeOf(span));
}
