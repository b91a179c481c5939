import { allKnown } from '../flow/all-known.ts';
import type { SecretReference } from '../model/reference.ts';
import type { Span } from '../model/parsed-file.ts';
import { LateReads, type SecretUse, withReads } from '../model/secret-use.ts';

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

/** The information needed to move a use to another version of its file. */
export interface Relocation {
  /** Returns how far the code at an offset moved. Undefined if it must be analyzed again. */
  readonly moveOf: (offset: number) => number | undefined;
  /** Returns the reference in the new version. Undefined if it was found again or no longer exists. */
  readonly referenceNow: (reference: SecretReference) => SecretReference | undefined;
  readonly read: (expression: Span) => readonly SecretReference[];
  /** Copies a string so that it does not keep the version it came from in memory. */
  readonly keep: (text: string) => string;
}

/** Undefined if part of the use has changed. */
export function movedUse(use: SecretUse, relocation: Relocation): SecretUse | undefined {
  const { kind, span, field, elsewhere, tested, optional, late } = use;
  const mayBe = allNow(use.mayBe, relocation);
  const known = late === undefined ? use.reads : late.known;
  const reads = known && allNow(known, relocation);
  if (mayBe === undefined || (known !== undefined && reads === undefined)) return undefined;
  const by = relocation.moveOf(span.start);
  const valueBy = late === undefined ? by : relocation.moveOf(late.expression.start);
  if (by === undefined || valueBy === undefined) return undefined;
  const here = {
    kind,
    span: moved(span, by),
    ...(field !== undefined && { field: relocation.keep(field) }),
    ...(elsewhere !== undefined && { elsewhere }),
    ...(tested !== undefined && { tested }),
    ...(optional !== undefined && { optional }),
    mayBe,
  };
  if (late === undefined) return { ...here, reads: reads ?? [] };
  const read = reads === undefined ? relocation.read : (): readonly SecretReference[] => reads;
  return withReads(here, new LateReads(moved(late.expression, valueBy), read));
}

function allNow(
  references: readonly SecretReference[],
  { referenceNow }: Relocation,
): readonly SecretReference[] | undefined {
  return allKnown(references.map((reference) => referenceNow(reference)));
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
