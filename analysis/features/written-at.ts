import type { FoundDerivation } from '../model/derivation.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Span } from '../model/span.ts';

/**
 * The content of the only literal in the file that supplies a name read elsewhere. Undefined if there are
 * several, if it is in another file, or if the name is composed.
 */
export function writtenAt(
  file: ParsedFile,
  derivations: readonly FoundDerivation[] | undefined,
): Span | undefined {
  const [derivation, ...others] = derivations ?? [];
  const place = derivation?.steps.at(-1)?.place;
  if (derivation?.kind !== 'name' || others.length > 0 || place?.uri !== file.uri) return undefined;
  const span = { start: file.offsetAt(place.range.start) + 1, end: file.offsetAt(place.range.end) - 1 };
  const quotes = file.text.charAt(span.start - 1) + file.text.charAt(span.end);
  const isWhole = /^(?:""|'')$/.test(quotes) && file.text.slice(span.start, span.end) === derivation.text;
  return isWhole ? span : undefined;
}
