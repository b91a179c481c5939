import { limits } from '../../contracts/secret.ts';
import type { Span } from '../model/parsed-file.ts';
import type { CompletionTarget, Spell } from '../source/language.ts';

/** The string literal that contains the cursor, according to the parser. */
export interface StringAtCursor {
  /**
   * The span between the quotes. For an unclosed literal, it extends to where the parser ends the literal.
   */
  readonly content: Span;
  /** The closing quotes. */
  readonly marks: string;
  readonly closed: boolean;
  readonly spell: Spell;
}

export interface StringTarget {
  readonly target: CompletionTarget;
  /**
   * False while the string is being typed. The parser may then have used the opening quote of another string
   * to close it, and the syntax around it may be wrong.
   */
  readonly isClosed: boolean;
}

/**
 * Returns the range in a string that a name replaces: the entire content or, while the string is being typed,
 * the word at the cursor. Undefined if that would replace code after an opening quote.
 */
export function targetInString(
  text: string,
  string: StringAtCursor,
  offset: number,
): StringTarget | undefined {
  const { content, marks, spell } = string;
  const before = text.slice(content.start, offset);
  if (offset < content.start || offset > content.end || before.length > maximumLength) return undefined;
  if (/[\r\n]/.test(before)) return undefined;
  const insert = { start: content.start, end: offset };
  if (isClosed(text, string, offset))
    return { isClosed: true, target: { insert, replace: content, spell, opening: '', closing: '' } };
  if (unlikelyInNames.test(before)) return undefined;
  const end = offset + wordLength(text, offset);
  const closing = end === offset && isMissing(text, string, offset) ? marks : '';
  return { isClosed: false, target: { insert, replace: { ...insert, end }, spell, opening: '', closing } };
}

/** Returns the number of characters of a name that follow the cursor in an unclosed string. */
function wordLength(text: string, offset: number): number {
  return /^[\p{L}\p{N}_-]*/u.exec(text.slice(offset, offset + limits.nameLength))?.[0].length ?? 0;
}

/** A name may be escaped, with several characters of code for each character of the name. */
const maximumLength = 10 * limits.nameLength;

const unlikelyInNames = /[,;()=]/;

/**
 * The quotes that close the literal for the parser may actually open the next one: `f("|, name="z")`. This is
 * the case if code precedes them and the line would otherwise be invalid.
 */
function isClosed(text: string, { content, marks, closed }: StringAtCursor, offset: number): boolean {
  const rest = text.slice(offset, Math.min(content.end, offset + maximumLength));
  if (!closed || rest.length === maximumLength || /[\r\n]/.test(rest)) return false;
  if (!/[^\p{L}\p{N}_\s./-]/u.test(text.slice(content.start, content.end))) return true;
  const after = lineFrom(text, content.end + marks.length);
  return !/^[\p{L}\p{N}_"'`]/u.test(after) && !hasOpenString(after);
}

/** Whether the closing quotes are missing. Quotes on a later line may belong to this string. */
function isMissing(text: string, { marks, closed }: StringAtCursor, offset: number): boolean {
  const mayEndLater = closed && marks !== '"' && marks !== "'";
  return !mayEndLater || lineFrom(text, offset).trim() !== '';
}

function lineFrom(text: string, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset, offset + maximumLength))?.[0] ?? '';
}

function hasOpenString(line: string): boolean {
  for (const [piece, mark, closing] of line.matchAll(/(["'`])(?:\\.|(?!\1)[^\\])*(\1)?|#|\/\//g)) {
    if (mark === undefined) return false;
    if (closing === undefined && piece !== '') return true;
  }
  return false;
}
