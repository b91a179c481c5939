import type { Range } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';

/**
 * Returns the names of agent secrets that are written as single-line literals in `within`, in text order.
 * Their color does not depend on whether the agent can read them, because findings report that.
 */
export function semanticTokens(
  file: ParsedFile,
  references: readonly SecretReference[],
  within: Span,
): readonly Range[] {
  return references
    .filter(({ dialect, span }) => dialect === 'agent' && span.start < within.end && within.start < span.end)
    .flatMap(({ literal }) => (literal === undefined ? [] : [file.rangeOf(literal)]))
    .filter(({ start, end }) => start.line === end.line && start.character < end.character);
}
