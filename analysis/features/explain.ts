import type { Derivation, Explanation } from '../derivation.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { referenceAt } from './reference-at.ts';

/** How the possible names of the reference at `offset` were found, step by step. */
export function explain(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  derive: (reference: SecretReference) => readonly Derivation[] | undefined,
): Explanation | undefined {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return undefined;
  return { reference, derivations: derive(reference) ?? asWritten(file, reference) };
}

/** Where names are not followed, they stand in the reference itself. */
function asWritten(
  file: ParsedFile,
  { span, names, patterns, dynamic }: SecretReference,
): readonly Derivation[] {
  const place = { uri: file.uri, range: file.rangeOf(span) };
  const code = file.text.slice(span.start, span.end);
  const steps = (sentence: string): Derivation['steps'] => [{ sentence, place, code }];
  const reason = 'The name is chosen at run time.';
  return [
    ...names.map((text) => ({ kind: 'name' as const, text, steps: steps('The name is written here.') })),
    ...patterns.map((text) => ({
      kind: 'pattern' as const,
      text,
      steps: steps('A part of the name is written here.'),
    })),
    ...(dynamic ? [{ kind: 'unknown' as const, text: reason, steps: steps(reason) }] : []),
  ];
}
