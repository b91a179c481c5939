import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, callOf } from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { allKnown } from '../all-known.ts';
import { isDisplay } from './displays.ts';
import { type Frame, onlyOrigin, type Origin, type OriginFinder } from './origin.ts';
import { isBuiltin } from './plain-reads.ts';
import { followed, itemsIn } from './sequence-items.ts';
import type { PythonModule } from './python-module.ts';

/** Builtins that return the elements of their argument. */
export const sameElements: ReadonlySet<string> = new Set([
  'frozenset',
  'iter',
  'list',
  'reversed',
  'set',
  'sorted',
  'tuple',
]);

/** Whether an expression creates a new collection, which code may modify later. */
export function isFresh(module: PythonModule, node: SyntaxNode): boolean {
  if (isDisplay(node) || node.name.endsWith('ComprehensionExpression')) return true;
  const callee = callOf(node)?.callee;
  if (callee === undefined) return false;
  const name = module.textOf(callee);
  return (sameElements.has(name) || name === 'dict') && isBuiltin(module, callee);
}

/**
 * `sorted(NAMES)[0]`, `list(NAMES)[i]`: returns the item if the order is known, and otherwise all `elements`.
 * Without a `key`, the result may be any of them.
 */
export function pickedFromCopy(
  { node, finder, frame }: Origin,
  key: string | undefined,
  elements: readonly (Origin | object)[] | undefined,
): readonly Origin[] | undefined {
  if (isDisplay(node) || !isFresh(finder.module, node)) return undefined;
  const inOrder = key === undefined ? undefined : orderedItems(finder, node, frame);
  const possible = inOrder
    ? [itemAt(inOrder, key)]
    : elements?.map((element) => ('node' in element ? element : undefined));
  return (possible && allKnown(possible))?.flatMap(followed);
}

/** Undefined if the list has no such item. */
export function itemAt(items: readonly Origin[], key = ''): Origin | undefined {
  return /^-?\d+$/.test(key) ? items.at(Number(key)) : undefined;
}

/** Returns the items of the only list that is copied, in order. Undefined if this is not a plain copy. */
function orderedItems(
  finder: OriginFinder,
  copy: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const call = callOf(copy);
  const [given, more] = call === undefined ? [] : argumentsOf(finder.module.text, call.list);
  if (call === undefined || given?.value === undefined || more !== undefined) return undefined;
  const items = itemsOfOne(finder, given.value, frame);
  const callee = finder.module.textOf(call.callee);
  if (callee === 'sorted') return items && inTextOrder(items);
  return callee === 'list' || callee === 'tuple' ? items : undefined;
}

/** Returns the items of a list or tuple, if an expression can only be that one. */
export function itemsOfOne(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const only = onlyOrigin(finder, expression, frame);
  return only === undefined || only.node.name === 'SetExpression' ? undefined : itemsIn(only, 0);
}

/** Sorts the items by their string values. Undefined unless each item is a string literal. */
export function inTextOrder(items: readonly Origin[]): readonly Origin[] | undefined {
  const texts: { readonly origin: Origin; readonly text: string }[] = [];
  for (const origin of items) {
    const text = stringValue(origin.finder.module.text, origin.node);
    if (text === undefined) return undefined;
    texts.push({ origin, text });
  }
  return texts.toSorted((left, right) => (left.text < right.text ? -1 : 1)).map(({ origin }) => origin);
}
