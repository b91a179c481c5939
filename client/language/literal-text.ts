import type { LiteralPart, MovableLiteral, Range } from '../../contracts/lsp-messages.ts';
import { readingExpression, type SnippetSubject } from '../snippets/snippet.ts';

/** Reads a range of the literal's document. */
export type TextOf = (range: Range) => string;

/** A value in the code that is being moved to the vault; `field` is empty for a single value. */
export interface LiteralValue {
  readonly field: string;
  readonly value: string;
}

export function valuesOf({ parts }: MovableLiteral, textOf: TextOf): readonly LiteralValue[] {
  return parts.map(({ field, value }) => ({
    field: field ? textOf(field) : '',
    value: value.map(textOf).join('').replaceAll('\r\n', '\n'),
  }));
}

/** The code that reads the secret and replaces one part of the literal. */
export function readingOf(
  part: LiteralPart,
  subject: SnippetSubject,
  language: MovableLiteral['language'],
  textOf: TextOf,
): string {
  const { field, quote } = part;
  const read = readingExpression(field ? { ...subject, field: textOf(field) } : subject, { language, quote });
  const [before, after] = [part.before, part.after].map((pieces) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : textOf(piece))).join(''),
  );
  return `${before ?? ''}${read}${after ?? ''}`;
}

/**
 * Where the text is after edits: at its old offset, or at its only other occurrence. Undefined if it is at
 * neither.
 */
export function offsetNow(written: string, text: string, start: number): number | undefined {
  if (text.startsWith(written, start)) return start;
  const found = text.indexOf(written);
  return found < 0 || text.includes(written, found + 1) ? undefined : found;
}

/** Whether both have the same values, and agent secrets can still be read if they could be before. */
export function isSameLiteral(
  before: { readonly seesConversation: boolean; readonly values: readonly LiteralValue[] },
  now: { readonly seesConversation: boolean; readonly values: readonly LiteralValue[] },
): boolean {
  if (before.seesConversation && !now.seesConversation) return false;
  return JSON.stringify(before.values) === JSON.stringify(now.values);
}
