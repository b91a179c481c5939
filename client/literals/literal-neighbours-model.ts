import type { SnippetLanguage } from '../snippets/snippet-style-model.ts';
import { openBracketBefore } from './brackets-model.ts';
import { mayBeExpression } from './expression-place-model.ts';
import { mayBeCall } from './python-place-model.ts';
import type { Span, StringToken } from './string-token-model.ts';
import type { StringTokens } from './string-tokens-model.ts';

/** A text and what is known of it. */
export interface Code extends StringTokens {
  readonly text: string;
  readonly language: SnippetLanguage;
}

/**
 * The strings that make one text, when more than one does: those of a selected sum, `"a" + "b"`, and in
 * Python those that stand side by side. `part-of-more`: one of them alone cannot be replaced.
 */
export function joined(code: Code, selected: Span): readonly StringToken[] | 'part-of-more' | undefined {
  const { structure, tokens, language } = code;
  const inside = tokens.filter(({ start, end }) => start >= selected.start && end <= selected.end);
  if (inside.length > 1 && isSum(structure, inside, selected))
    return isTightAround(code, inside) ? 'part-of-more' : inside;
  if (language !== 'python') return undefined;
  const at = tokens.findIndex(({ start, end }) => start <= selected.start && end >= selected.start);
  const row = rowAround(code, at);
  if (row.length < 2) return undefined;
  const [one] = row;
  const isWhole = selected.start === selected.end || inside.length === row.length;
  return isWhole && row.every(({ prefix }) => prefix === one?.prefix) ? row : 'part-of-more';
}

/** Whether an expression may take the place of the strings, which make one text. */
export function mayGiveWay(code: Code, strings: readonly StringToken[]): boolean {
  const { text, structure, tokens, language } = code;
  const [first, last] = [strings[0], strings.at(-1)];
  if (!first || !last) return false;
  // `return"a"`: the code would be one word with it.
  if (/[\w$]/.test(text.charAt(first.start - 1) + text.charAt(last.end))) return false;
  const whole = { ...first, end: last.end };
  return language === 'python'
    ? mayBeCall(structure, tokens, whole)
    : mayBeExpression(text, structure, whole);
}

/** Whether nothing belongs to the string: no other string, no sign that adds to it or takes a part of it. */
export function standsAlone(code: Code, token: StringToken): boolean {
  const { structure, tokens } = code;
  if (rowAround(code, tokens.indexOf(token)).length > 1 || !mayGiveWay(code, [token])) return false;
  const isAddedTo = /[+*%]\s*$/.test(structure.slice(Math.max(0, token.start - 200), token.start));
  return !isAddedTo && !/^\s*(?:[+*%[!]|\??\.)/.test(structure.slice(token.end, token.end + 200));
}

/** Whether nothing but strings with a plus between them is selected. */
function isSum(structure: string, inside: readonly StringToken[], selected: Span): boolean {
  const between = inside.map(({ start }, index) =>
    structure.slice(inside[index - 1]?.end ?? selected.start, start),
  );
  const signs = [...between, structure.slice(inside.at(-1)?.end, selected.end)].map((code) => code.trim());
  return signs.every((sign, index) => sign === (index === 0 || index === inside.length ? '' : '+'));
}

/** Whether something takes the first or the last string of a sum before they are added. */
function isTightAround(code: Code, sum: readonly StringToken[]): boolean {
  const { structure, tokens } = code;
  const [start, end] = [sum[0]?.start ?? 0, sum.at(-1)?.end ?? 0];
  if (
    /(?:[*/%~!-]|\b(?:await|delete|typeof|void))\s*$/.test(structure.slice(Math.max(0, start - 200), start))
  )
    return true;
  if (/^\s*(?:[*/%[(!]|\??\.)/.test(structure.slice(end, end + 200))) return true;
  return sum.some((token) => code.language === 'python' && rowAround(code, tokens.indexOf(token)).length > 1);
}

function rowAround({ text, structure, tokens, language }: Code, at: number): readonly StringToken[] {
  if (at < 0) return [];
  if (language !== 'python') return tokens.slice(at, at + 1);
  let [first, last] = [at, at];
  while (first > 0 && areNeighbours(text, structure, tokens[first - 1], tokens[first])) first -= 1;
  while (last < tokens.length - 1 && areNeighbours(text, structure, tokens[last], tokens[last + 1]))
    last += 1;
  return tokens.slice(first, last + 1);
}

/** A new line ends the row, except within brackets. */
function areNeighbours(
  text: string,
  structure: string,
  one: StringToken | undefined,
  other: StringToken | undefined,
): boolean {
  if (!one || !other) return false;
  const between = text.slice(one.end, other.start);
  if (/^(?:[ \t]|\\\r?\n)*$/.test(between)) return true;
  return structure.slice(one.end, other.start).trim() === '' && openBracketBefore(structure, one.start) >= 0;
}
