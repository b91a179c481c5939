import type { Range } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { mayReadSame, referenceAt } from './reference-at.ts';

/** Every place of the file that may read what the reference at `offset` reads, itself among them. */
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
