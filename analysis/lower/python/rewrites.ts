import { isError, type Node } from './nodes.ts';

/**
 * Rewrites valid Python that the parser rejects to similar code of the same length that it accepts:
 *
 * - `t"…"` becomes `f"…"`
 * - `@a[0].b` before a definition becomes `~a[0].b`
 * - `with a as (b, c):` becomes `with a or (b, c):`
 * - `for a in *b, c:` becomes `for a in ~b, c:`
 * - `a[*b]` becomes `a[~b]`
 * - `match a, b:` becomes `match a| b:`, and `except A, B, C:` becomes `except A| B| C:`
 *
 * The lowering recognizes them because it reads the original text.
 */
export function rewrittenForParser(text: string): string {
  const simple = text
    .replaceAll(/(?<![\w"'])([tT])(?=["'])/g, 'f')
    .replaceAll(/(?<![\w"'])(?:[rR][tT]|[tT][rR])(?=["'])/g, 'rf')
    .replaceAll(/(?<=^[ \t]*)@/gm, '~');
  const places = [...simple.matchAll(headers)].flatMap(({ index, 0: whole, 1: word = '' }) =>
    placesIn(simple, index + whole.length, word),
  );
  return replacedAt(
    simple,
    [...places, ...starsInSubscripts(simple)].toSorted((left, right) => left.at - right.at),
  );
}

/** Returns `a` and `b` of what was `a, b` in the source. */
export function partsBetweenCommas(text: string, node: Node): readonly Node[] {
  const parts: Node[] = [];
  let rest: Node | undefined = node;
  while (rest?.name === 'BinaryExpression' && text[rest.children[1]?.from ?? -1] === ',') {
    const [left, , right]: readonly Node[] = rest.children;
    if (right !== undefined && !isError(right)) parts.unshift(right);
    rest = left;
  }
  return rest === undefined ? parts : [rest, ...parts];
}

const headers = /(?:(?<=^[ \t]*)|(?<=[;:][ \t]*))(?:async[ \t]+)?\b(with|for|match|except)\b/gm;

interface Replacement {
  readonly at: number;
  readonly text: string;
}

function replacedAt(text: string, places: readonly Replacement[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: other } of places) {
    result += text.slice(from, at) + other;
    from = at + other.length;
  }
  return result + text.slice(from);
}

const token =
  /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#.*|[\w.]+|[^]/g;

/** Finds what to replace between the keyword of a statement and the colon before its block. */
function placesIn(text: string, from: number, word: string): readonly Replacement[] {
  const places: Replacement[] = [];
  let depth = 0;
  let before = '';
  token.lastIndex = from;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [piece] = match;
    if (/^[([{]$/.test(piece)) depth++;
    else if (/^[)\]}]$/.test(piece)) depth--;
    else if (piece === ':' && depth === 0) return places;
    else if (piece === '\n' && depth <= 0 && before !== '\\') return [];
    const other = replacementOf(word, piece, before, depth);
    if (other !== undefined) places.push({ at: match.index, text: other });
    if (!/^[ \t]$|^#/.test(piece)) before = piece;
  }
  return [];
}

/** A subscript starts right after its object: `a[*b]`, but not `case [*b]`. */
function starsInSubscripts(text: string): readonly Replacement[] {
  if (!/[\w)\]]\[[^]*\*/.test(text)) return [];
  const places: Replacement[] = [];
  const open: boolean[] = [];
  let before = '';
  token.lastIndex = 0;
  for (const { index: at, 0: piece } of text.matchAll(token)) {
    if (/^[([{]$/.test(piece)) open.push(piece === '[' && /[\w)\]]/.test(text.charAt(at - 1)));
    else if (/^[)\]}]$/.test(piece)) open.pop();
    else if (piece === '*' && open.at(-1) === true && (before === '[' || before === ',')) {
      places.push({ at, text: '~' });
    }
    if (!/^\s$|^#/.test(piece)) before = piece;
  }
  return places;
}

function replacementOf(word: string, piece: string, before: string, depth: number): string | undefined {
  if (word === 'with') return piece === 'as' ? 'or' : undefined;
  if (depth > 0) return undefined;
  if (word === 'for') return piece === '*' && (before === ',' || before === 'in') ? '~' : undefined;
  return piece === ',' ? '|' : undefined;
}
