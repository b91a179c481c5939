import type { Derivation, Explanation, FoundDerivation, SecretReference } from '../model/reference.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import { type Translate, sentence, type Sentence } from '../../contracts/words.ts';
import { oneLine } from '../flow/derivation-parts.ts';
import { referenceAt } from './reference-at.ts';

export function explain(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  derive: (reference: SecretReference) => readonly FoundDerivation[] | undefined,
  translate: Translate,
): Explanation | undefined {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return undefined;
  const found = derive(reference) ?? asWritten(file, reference);
  return { reference, derivations: found.map((one) => translated(one, translate)) };
}

function translated({ kind, text, steps }: FoundDerivation, translate: Translate): Derivation {
  return {
    kind,
    text: typeof text === 'string' ? text : translate(text.text, text.holes),
    steps: steps.map((step) => ({ ...step, sentence: translate(step.sentence.text, step.sentence.holes) })),
  };
}

/** Following the code forwards contradicts the names, and does not remember its steps. */
export function asContradicted(file: ParsedFile, { span }: SecretReference): readonly FoundDerivation[] {
  const reason = sentence(
    'Code that runs before this read changes the name in ways that cannot be followed.',
  );
  const place = { uri: file.uri, range: file.rangeOf(span) };
  const code = oneLine(file.text.slice(span.start, span.end));
  return [{ kind: 'unknown', text: reason, steps: [{ sentence: reason, place, code }] }];
}

/** If names are not followed, they appear in the reference itself. */
function asWritten(
  file: ParsedFile,
  { span, names, patterns, dynamic }: SecretReference,
): readonly FoundDerivation[] {
  const place = { uri: file.uri, range: file.rangeOf(span) };
  const code = file.text.slice(span.start, span.end);
  const steps = (said: Sentence): FoundDerivation['steps'] => [{ sentence: said, place, code }];
  const reason = sentence('The name is computed at run time.');
  return [
    ...names.map((text) => ({
      kind: 'name' as const,
      text,
      steps: steps(sentence('The name is written here.')),
    })),
    ...patterns.map((text) => ({
      kind: 'pattern' as const,
      text,
      steps: steps(sentence('A part of the name is written here.')),
    })),
    ...(dynamic ? [{ kind: 'unknown' as const, text: reason, steps: steps(reason) }] : []),
  ];
}

/**
 * Returns the content of the literal in the file that supplies a name read elsewhere. Undefined if there are
 * several such literals, if the literal is in another file, or if the name is composed.
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
