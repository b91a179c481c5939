import type { SnippetLanguage } from '../snippet-style-model.ts';
import type { Span, StringToken } from './string-token-model.ts';

/**
 * The strings that make one text, when more than one does: those of a selected sum, `"a" + "b"`, and in
 * Python those that stand side by side. `part-of-more`: one of them alone cannot be replaced.
 */
export function joined(
  text: string,
  structure: string,
  tokens: readonly StringToken[],
  selected: Span,
  language: SnippetLanguage,
): readonly StringToken[] | 'part-of-more' | undefined {
  const inside = tokens.filter(({ start, end }) => start >= selected.start && end <= selected.end);
  if (inside.length > 1 && isSum(structure, inside, selected)) return inside;
  if (language !== 'python') return undefined;
  const at = tokens.findIndex(({ start, end }) => start <= selected.start && end >= selected.start);
  const row = rowAround(text, structure, tokens, at);
  if (row.length < 2) return undefined;
  const [one] = row;
  const isWhole = selected.start === selected.end || inside.length === row.length;
  return isWhole && row.every(({ prefix }) => prefix === one?.prefix) ? row : 'part-of-more';
}

/**
 * Whether a string may give way to an expression: not as the name of a property, and not as a pattern that is
 * filled in right behind it.
 */
export function mayGiveWay(structure: string, token: StringToken, language: SnippetLanguage): boolean {
  const behind = structure.slice(token.end, token.end + 40);
  if (language === 'javascript')
    return !(/^\s*:/.test(behind) && /[{,]\s*$/.test(structure.slice(0, token.start)));
  if (/^\s*%(?!=)/.test(behind)) return !token.content.includes('%');
  return !(/^\s*\.\s*format\b/.test(behind) && token.content.includes('{'));
}

/** Whether nothing but strings with a plus between them is selected. */
function isSum(structure: string, inside: readonly StringToken[], selected: Span): boolean {
  const between = inside.map(({ start }, index) =>
    structure.slice(inside[index - 1]?.end ?? selected.start, start),
  );
  const signs = [...between, structure.slice(inside.at(-1)?.end, selected.end)].map((code) => code.trim());
  return signs.every((sign, index) => sign === (index === 0 || index === inside.length ? '' : '+'));
}

function rowAround(
  text: string,
  structure: string,
  tokens: readonly StringToken[],
  at: number,
): readonly StringToken[] {
  if (at < 0) return [];
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
  if (/^[ \t]*(?:\\\r?\n[ \t]*)?$/.test(between)) return true;
  return structure.slice(one.end, other.start).trim() === '' && isInBrackets(structure.slice(0, one.start));
}

function isInBrackets(before: string): boolean {
  const opened = before.match(/[([{]/g)?.length ?? 0;
  return opened > (before.match(/[)\]}]/g)?.length ?? 0);
}
