import type { SyntaxNode } from '@lezer/common';
import {
  argumentsOf,
  callOf,
  childrenOf,
  commaGroups,
  hasError,
  insideBrackets,
} from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { isBuiltin } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';

const displays = new Set(['ArrayExpression', 'DictionaryExpression', 'SetExpression', 'TupleExpression']);

export function isDisplay(node: SyntaxNode): boolean {
  return displays.has(node.name);
}

/**
 * Returns the items of a list, tuple, set or `return a, b`. Undefined if there is a `*` or a syntax error, or
 * for any other expression.
 */
export function itemsOf(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  const isReturned = node.name === 'ReturnStatement';
  if ((!isDisplay(node) && !isReturned) || node.name === 'DictionaryExpression' || hasError(node))
    return undefined;
  const groups = commaGroups(isReturned ? childrenOf(node).slice(1) : insideBrackets(node));
  return groups.every((group) => group.length === 1) ? groups.flat() : undefined;
}

export interface Entry {
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
  /** True for `dict(key=value)`, in which the key is not an expression. */
  readonly isKeyword: boolean;
}

/**
 * Returns the entries of a dictionary literal. Undefined if there is a `**` or a syntax error, or if the node
 * is not a dictionary.
 */
export function entriesOf(module: PythonModule, node: SyntaxNode): readonly Entry[] | undefined {
  if (isDictCall(module, node)) return entriesOfCall(module, node);
  if (node.name !== 'DictionaryExpression' || hasError(node)) return undefined;
  const entries: Entry[] = [];
  for (const [key, colon, value, more] of commaGroups(insideBrackets(node))) {
    if (key === undefined || colon?.name !== ':' || value === undefined || more !== undefined)
      return undefined;
    entries.push({ key, value, isKeyword: false });
  }
  return entries;
}

function isDictCall(module: PythonModule, node: SyntaxNode): boolean {
  const callee = callOf(node)?.callee;
  return callee !== undefined && module.textOf(callee) === 'dict' && isBuiltin(module, callee);
}

function entriesOfCall(module: PythonModule, node: SyntaxNode): readonly Entry[] | undefined {
  const call = callOf(node);
  const entries: Entry[] = [];
  for (const { keyword, value } of call === undefined ? [] : argumentsOf(module.text, call.list)) {
    if (keyword === undefined || value === undefined) return undefined;
    entries.push({ key: keyword, value, isKeyword: true });
  }
  return entries;
}

/** Returns the key of an entry, see `keyText`. */
export function keyOf(module: PythonModule, { key, isKeyword }: Entry): string | undefined {
  return isKeyword ? JSON.stringify(module.textOf(key)) : keyText(module, key);
}

const booleans: Readonly<Record<string, string>> = { True: '1', False: '0' };

/**
 * Returns the value of a literal, normalized for comparison: `1`, `1.0` and `True` are the same key. Undefined for
 * any other expression.
 */
export function keyText(module: PythonModule, node: SyntaxNode): string | undefined {
  const value = stringValue(module.text, node);
  if (value !== undefined) return JSON.stringify(value);
  const code = module.textOf(node);
  if (node.name === 'None') return code;
  if (node.name === 'Boolean') return booleans[code];
  if (!/^-?[\d.]/.test(code)) return undefined;
  const number = Number(code.replaceAll('_', ''));
  if (Number.isSafeInteger(number)) return String(number);
  return Number.isNaN(number) || Number.isInteger(number) ? undefined : code;
}
