import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { unwrapped } from '../../syntax/javascript/syntax.ts';
import { argumentsOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';

/** Applies a method to a text. Undefined if its arguments are not literals, or the method is not known. */
export function applied(code: string, name: string, text: string, list: SyntaxNode): string | undefined {
  const given = argumentsOf(list)?.map((one) => unwrapped(one)) ?? [];
  if (/^(?:slice|substring)$/.test(name)) {
    const numbers = given.map(({ from, to }) => code.slice(from, to));
    if (numbers.length === 0 || !numbers.every((one) => /^-?\d+$/.test(one))) return undefined;
    const [start = 0, end] = numbers.map(Number);
    return name === 'slice' ? text.slice(start, end) : text.substring(start, end);
  }
  const [from, to] = given.map((one) => stringValue(code, one));
  if (from === undefined || to === undefined || to.includes('$')) return undefined;
  if (name === 'replace') return text.replace(from, to);
  return name === 'replaceAll' ? text.replaceAll(from, to) : undefined;
}

/** Returns one of the pieces of a text that is split, as in `name.split("_")[0]`. */
export function pieceOf(code: string, text: string, list: SyntaxNode, at: number): string | undefined {
  const [separator, more] = argumentsOf(list) ?? [];
  const between = separator && stringValue(code, unwrapped(separator));
  return between === undefined || more !== undefined ? undefined : text.split(between)[at];
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
