import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { stringToken } from '../../syntax/python/strings.ts';
import { type Change, removal, withoutItems } from './change.ts';
import { type Composed, composedOf, isSpread, leavesOf, type Part } from './logged-parts.ts';
import type { IsShown } from './shown-values.ts';

/** How the values that an expression shows can be hidden. */
export interface Hidden {
  /** Undefined if one of them cannot be replaced by a string. */
  readonly masked: readonly Change[] | undefined;
  /** `'all'` if the expression cannot be shown without them. */
  readonly leftOut: readonly Change[] | 'all';
}

const mask = '***';
const nothing: Hidden = { masked: [], leftOut: [] };

/** Changes only the parts that show a value, as far as the expression allows it. */
export function hideValues({ text }: SourceFile, logged: SyntaxNode, isShown: IsShown): Hidden {
  const literal = literalAt(text, logged);

  const masked = (node: SyntaxNode, key = ''): readonly Change[] | undefined =>
    literal === undefined || isSpread(node)
      ? undefined
      : [{ start: node.from, end: node.to, text: key + literal }];

  const ofPart = ({ how }: Composed, { value, whole, key }: Part): Hidden => {
    if (how !== 'holes') return hidden(value, key);
    const isGone = leavesOf(text, value).some(isShown);
    return isGone ? { masked: [{ ...whole, text: mask }], leftOut: 'all' } : nothing;
  };

  const hidden = (node: SyntaxNode, key?: string): Hidden => {
    const composed = composedOf(text, node);
    if (composed === undefined)
      return isShown(node) ? { masked: masked(node, key), leftOut: 'all' } : nothing;
    const parts = composed.parts.map((part) => ofPart(composed, part));
    if (parts.every((part) => part === nothing)) return nothing;
    const masks = composed.isStrict === true ? masked(node) : all(parts.map((part) => part.masked));
    return { masked: masks, leftOut: withoutParts(text, node, composed, parts) };
  };

  return hidden(logged);
}

/** Undefined if one cannot be changed. */
function all(changes: readonly (readonly Change[] | undefined)[]): readonly Change[] | undefined {
  const found: Change[] = [];
  for (const some of changes) {
    if (some === undefined) return undefined;
    found.push(...some);
  }
  return found;
}

function withoutParts(
  text: string,
  node: SyntaxNode,
  { how, parts }: Composed,
  hidden: readonly Hidden[],
): readonly Change[] | 'all' {
  const isGone = (index: number): boolean => hidden[index]?.leftOut === 'all';
  const inside = hidden.flatMap((one) => (one.leftOut === 'all' ? [] : one.leftOut));
  if (!parts.some((_, index) => isGone(index))) return inside;
  if (how === 'parts' || parts.every((_, index) => isGone(index) && how !== 'holes')) return 'all';
  if (how === 'holes') return withoutHoles(text, node, parts, isGone) ?? 'all';
  const items = parts.map(({ whole }) => whole);
  return [...inside, ...withoutItems(items, isGone)];
}

/** Undefined if nothing would be left. */
function withoutHoles(
  text: string,
  node: SyntaxNode,
  parts: readonly Part[],
  isGone: (index: number) => boolean,
): readonly Change[] | undefined {
  const marks = /^\w*(?:"""|'''|["'`])/.exec(text.slice(node.from, node.to))?.[0].length ?? 0;
  let from = node.from + marks;
  let rest = '';
  const changes: Change[] = [];
  for (const [index, { whole }] of parts.entries()) {
    const before = text.slice(from, whole.start);
    rest += before;
    from = whole.end;
    if (isGone(index)) {
      // After a backslash, what follows would become part of an escape.
      if (before.endsWith('\\')) return undefined;
      const separator = /(?<!\\)[ \t:=]*$/.exec(before)?.[0].length ?? 0;
      changes.push(removal(whole.start - separator, whole.end));
    } else rest += '{}';
  }
  const closing = text.slice(from, node.to);
  rest += closing.replace(/(?:"""|'''|["'`])$/, '');
  return /\w|\{/.test(rest) ? [...withoutPrefix(text, node, rest), ...changes] : undefined;
}

/** A string without placeholders is not an f-string. */
function withoutPrefix(text: string, node: SyntaxNode, rest: string): readonly Change[] {
  const prefix = node.name === 'FormatString' ? (stringToken(text, node)?.prefix ?? '') : '';
  if (!prefix.includes('f') || /[{}]/.test(rest)) return [];
  const at = node.from + prefix.indexOf('f');
  return [removal(at, at + 1)];
}

/** Undefined where no quotes can be written: between both kinds of quotes in Python. */
function literalAt(text: string, node: SyntaxNode): string | undefined {
  const taken = new Set<string>();
  for (let at = node.parent; at !== null; at = at.parent) {
    const token = at.name === 'FormatString' ? stringToken(text, at) : undefined;
    if (token?.triple === false) taken.add(token.quote);
  }
  const usual = usualQuote(text, node) === "'" ? ["'", '"'] : ['"', "'"];
  const quote = usual.find((one) => !taken.has(one));
  return quote === undefined ? undefined : quote + mask + quote;
}

/** The first quote of the statement, or of those shortly before it. */
function usualQuote(text: string, node: SyntaxNode): string | undefined {
  let statement = node;
  while (!statement.name.endsWith('Statement') && statement.parent !== null) statement = statement.parent;
  const nearby = text.slice(Math.max(0, statement.from - nearbyLength), statement.from);
  const own = text.slice(statement.from, Math.min(statement.to, statement.from + nearbyLength));
  return (/["']/.exec(own) ?? /["'](?=[^"']*$)/.exec(nearby))?.[0];
}

const nearbyLength = 300;
