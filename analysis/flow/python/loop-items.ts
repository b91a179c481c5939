import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, attributeOf, callOf, childrenOf, commaGroups } from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { sameElements } from './copies.ts';
import { entriesOf, itemsOf } from './displays.ts';
import { isBuiltin } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';

/**
 * Returns what a loop iterates over: `for x in "a", "b":` has two parts. Undefined if the code is incomplete.
 */
export function iterablesOf(loop: SyntaxNode): readonly SyntaxNode[] | undefined {
  const nodes = childrenOf(loop);
  const start = nodes.findIndex(({ name }) => name === 'in');
  const end = nodes.findIndex(({ name }) => name === 'Body' || name.startsWith('⚠'));
  if (start === -1) return undefined;
  const groups = commaGroups(nodes.slice(start + 1, end === -1 ? undefined : end));
  return groups.every((group) => group.length === 1) ? groups.flat() : undefined;
}

/** Returns the number of items that a loop iterates over, if the list is a literal. */
export function itemsLooped(loop: SyntaxNode): number | undefined {
  const iterables = iterablesOf(loop) ?? [];
  const [only, more] = iterables;
  if (more !== undefined) return iterables.length;
  return only === undefined || only.name === 'SetExpression' ? undefined : itemsOf(only)?.length;
}

/** Whether a loop always has at least one iteration. */
export function runsAtLeastOnce(module: PythonModule, loop: SyntaxNode): boolean {
  const iterables = iterablesOf(loop) ?? [];
  const [only, more] = iterables;
  return more !== undefined || (only !== undefined && hasItems(module, only));
}

function hasItems(module: PythonModule, node: SyntaxNode): boolean {
  const parts = callOf(node);
  if (parts === undefined || entriesOf(module, node) !== undefined) {
    const count = itemsOf(node)?.length ?? entriesOf(module, node)?.length ?? 0;
    return count > 0 || (stringValue(module.text, node) ?? '') !== '';
  }
  const attribute = attributeOf(parts.callee);
  const isView = attribute !== undefined && /^(?:items|keys|values)$/.test(module.textOf(attribute.property));
  if (isView) return entriesOf(module, attribute.object) !== undefined && hasItems(module, attribute.object);
  const [first, second] = argumentsOf(module.text, parts.list);
  const name = module.textOf(parts.callee);
  if (first?.value === undefined || first.star !== undefined || !isBuiltin(module, parts.callee))
    return false;
  if (name === 'range') return second === undefined && /^[1-9]\d*$/.test(module.textOf(first.value));
  return (sameElements.has(name) || name === 'enumerate') && hasItems(module, first.value);
}
