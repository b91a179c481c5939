import { awaitsColon, openBracketBefore, statementBefore } from './brackets-model.ts';
import type { Span, StringToken } from './string-token-model.ts';

/**
 * Whether an expression may stand in JavaScript where the string stands: not as the name of a property or a
 * module, not as a directive, not in a type, not behind a tag.
 */
export function mayBeExpression(text: string, structure: string, token: StringToken): boolean {
  if (token.isAttribute) return true;
  const before = structure.slice(0, token.start).trimEnd();
  if (isIndex(before)) return false;
  if (!operandFollows.test(before) && !isCompared(structure, before, token.end)) return false;
  return !isBoundBehind(text, structure, token) && !isInType(structure, token.start);
}

/** Whether what follows belongs to the string more closely than to an expression with `await`. */
export function needsParentheses(structure: string, { end }: Span): boolean {
  return /^\s*(?:\.|\?\.|\[|!(?!=)|\*\*)/.test(structure.slice(end, end + 200));
}

const operandFollows =
  /(?:[([,=:?+\-*%^~!]|=>|&&|\|\||(?<![.\w$])(?:await|case|default|delete|in|of|return|throw|typeof|void|yield))$/;

/** The name of a property, or of a part of a type: `a["b"]`. */
function isIndex(before: string): boolean {
  const owner = before.endsWith('[') ? before.slice(0, -1).trimEnd() : '';
  return /[\w$)\]>\u0080-\uFFFF]$/.test(owner) && !operandFollows.test(owner);
}

/** `a > "b"`: a sign between spaces that compares, where it can be no bracket of a type or an element. */
function isCompared(structure: string, before: string, end: number): boolean {
  if (!/[\w$)\]][ \t]+[<>]$/.test(before)) return false;
  if (/[<>]/.test(statementBefore(structure, before.length - 1))) return false;
  return /^[ \t]*(?:[);?\r\n]|&&|\|\||$)/.test(structure.slice(end, end + 200));
}

/** What follows wants the string itself: `"a": 1`, `"a"() {}`, `"a" | "b"`, `"a" as const`, or a template. */
function isBoundBehind(text: string, structure: string, { start, end }: Span): boolean {
  const space = /^\s*/.exec(structure.slice(end))?.[0].length ?? 0;
  const behind = structure.slice(end + space, end + space + 200);
  if (/^(?:=(?!=)|\(|\?\s*:|[<>]|\|(?!\|)|&(?!&)|as\s+const\b)/.test(behind)) return true;
  if (text[end + space] === '`') return true;
  return behind.startsWith(':') && structure.slice(0, start).trimEnd().endsWith(',');
}

/** Outwards through the brackets, up to a block. */
function isInType(structure: string, offset: number): boolean {
  for (let at = offset; at >= 0; at = openBracketBefore(structure, at)) {
    const sign = structure.charAt(at);
    const before = structure.slice(0, at).trimEnd();
    if (at < offset && sign === '{' && !isObject(structure, at))
      return /\b(?:enum|interface)\s[^{}()=;]*$/.test(before);
    if (before.endsWith(':') && !isColonOfValue(structure, before.length - 1)) return true;
    if (
      /^(?:(?:export|declare)\s+)*(?:type\s+[\w$]+\s*(?:<[^]*>)?\s*=|import\b(?!\())/.test(
        statementBefore(structure, at),
      )
    )
      return true;
  }
  return false;
}

/** An object, and neither a block nor a type. */
function isObject(structure: string, brace: number): boolean {
  const before = structure.slice(0, brace).trimEnd();
  if (!operandFollows.test(before) || before.endsWith('=>')) return false;
  if (isTypeArgument(statementBefore(structure, brace))) return false;
  return !before.endsWith(':') || isColonOfValue(structure, before.length - 1);
}

/** Behind `a<`, which may be a comparison too: then a sign shows it that no type has. */
function isTypeArgument(statement: string): boolean {
  const inside = /[\w$]<([^<>;]*)$/.exec(statement)?.[1];
  if (inside === undefined) return false;
  return !/\?|&&|\|\|/.test(inside) || /\bextends\b/.test(inside);
}

/** A value follows: in an object, or as what is chosen otherwise. A type follows the other colons. */
function isColonOfValue(structure: string, colon: number): boolean {
  const statement = statementBefore(structure, colon);
  const entry = statement.slice(statement.lastIndexOf(',') + 1);
  if (awaitsColon(entry)) return true;
  const bracket = openBracketBefore(structure, colon);
  return (
    structure[bracket] === '{' &&
    isObject(structure, bracket) &&
    /^\s*(?:[\w$\u0080-\uFFFF]+|\[\])\s*$/.test(entry)
  );
}
