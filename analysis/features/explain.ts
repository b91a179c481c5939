import type { Derivation, Explanation, FoundDerivation } from '../model/derivation.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { sentence, type Say, type Sentence } from '../model/translator.ts';
import { referenceAt } from './reference-at.ts';

/** How the possible names of the reference at `offset` were found, step by step. */
export function explain(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  derive: (reference: SecretReference) => readonly FoundDerivation[] | undefined,
  say: Say,
): Explanation | undefined {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return undefined;
  const found = derive(reference) ?? asWritten(file, reference);
  return { reference, derivations: found.map((one) => told(one, say)) };
}

function told({ kind, text, steps }: FoundDerivation, say: Say): Derivation {
  return {
    kind,
    text: typeof text === 'string' ? text : say(text.text, text.holes),
    steps: steps.map((step) => ({ ...step, sentence: say(step.sentence.text, step.sentence.holes) })),
  };
}

/** If names are not followed, they are written in the reference itself. */
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
