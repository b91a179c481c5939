import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { unwrapped } from '../../syntax/javascript/syntax.ts';
import { allKnown } from '../all-known.ts';
import { argumentsOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';

/** Computes the result of a method of strings. Undefined if it cannot be determined. */
type TextMethod = (text: string, texts: readonly string[], numbers: readonly number[]) => string | undefined;

const replaced: TextMethod = (text, [from, to]) =>
  from === undefined || to === undefined || to.includes('$') ? undefined : text.replace(from, () => to);

const methods: Readonly<Record<string, TextMethod>> = {
  concat: (text, texts) => text + texts.join(''),
  replace: replaced,
  replaceAll: (text, texts) =>
    replaced(text, texts, []) === undefined
      ? undefined
      : text.replaceAll(texts[0] ?? '', () => texts[1] ?? ''),
  slice: (text, _, numbers) => text.slice(...numbers),
  substring: (text, _, [start = 0, end]) => text.substring(start, end),
};

/** Applies a method to a text. Undefined if its arguments are not literals, or the method is not known. */
export function applied(code: string, name: string, text: string, list: SyntaxNode): string | undefined {
  const given = argumentsOf(list);
  const values = given && allKnown(given.map((one) => literalOf(code, unwrapped(one))));
  if (values === undefined || !Object.hasOwn(methods, name)) return undefined;
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  const isOfOneKind = texts.length === 0 || numbers.length === 0;
  const takesTexts = /^(?:concat|replace)/.test(name);
  return isOfOneKind && (takesTexts ? numbers : texts).length === 0
    ? methods[name]?.(text, texts, numbers)
    : undefined;
}

/** Returns one of the pieces of a text that is split, as in `name.split("_")[0]`. */
export function pieceOf(code: string, text: string, list: SyntaxNode, at: number): string | undefined {
  const [separator, more] = argumentsOf(list) ?? [];
  const between = separator && stringValue(code, unwrapped(separator));
  return between === undefined || more !== undefined ? undefined : text.split(between)[at];
}

function literalOf(code: string, node: SyntaxNode): number | string | undefined {
  const written = code.slice(node.from, node.to);
  return /^-?\d+$/.test(written) ? Number(written) : stringValue(code, node);
}

/** Returns `a`, `b` and `c` for `a + b + c`. Undefined if the expression is not a sum or is incomplete. */
export function addendsOf(module: JavaScriptModule, sum: SyntaxNode): readonly SyntaxNode[] | undefined {
  const addends: SyntaxNode[] = [];
  let node = sum;
  while (node.name === 'BinaryExpression') {
    const [operator, left, right] = [node.getChild('ArithOp'), node.firstChild, node.lastChild];
    if (operator === null || left === null || right === null) break;
    if (module.textOf(operator) !== '+') break;
    addends.push(right);
    node = left;
  }
  return addends.length === 0 ? undefined : [...addends, node].toReversed();
}
