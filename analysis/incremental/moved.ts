import type { SecretReference } from '../model/reference.ts';
import type { Span } from '../model/parsed-file.ts';

export function movedReference(reference: SecretReference, by: number): SecretReference {
  if (by === 0) return reference;
  const { span, literal } = reference;
  return { ...reference, span: moved(span, by), ...(literal && { literal: moved(literal, by) }) };
}

/** Returns a copy that does not keep the document in memory. */
export function detachedReference(reference: SecretReference): SecretReference {
  const { names, patterns, fields } = reference;
  return {
    ...reference,
    names: names.map(detached),
    patterns: patterns.map(detached),
    fields: fields.map(detached),
  };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/**
 * Copies a string so that it is independent of its source. Engines keep the entire source string in memory
 * for each longer substring, so without a copy, values kept across edits would keep all past versions of
 * their file in memory.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
