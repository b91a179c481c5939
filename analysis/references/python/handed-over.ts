import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { argumentsOf, callOf, childrenOf, isSameNode } from '../../syntax/python/syntax.ts';

/**
 * The call that a function is handed to, with the names it will be called with: `partial(get_secret, "name")` and
 * `map(get_secret, ("one", "other"))`. Undefined if these names are not written there.
 */
export function handedTo(module: PythonModule, reader: SyntaxNode): readonly SyntaxNode[] | undefined {
  const call = reader.parent?.name === 'ArgList' ? reader.parent.parent : null;
  const parts = call && callOf(call);
  if (!parts) return undefined;
  const [first, second, ...others] = argumentsOf(module.text, parts.list);
  const isFirst = first?.value !== undefined && first.star === undefined && first.keyword === undefined;
  if (!isFirst || !isSameNode(first.value, reader)) return undefined;
  if (second?.value === undefined || second.star !== undefined || others.length > 0) return undefined;
  const callee = module.textOf(parts.callee);
  if (callee === 'functools.partial' || callee === 'partial') return [second.value];
  return callee === 'map' && second.keyword === undefined ? textsIn(second.value) : undefined;
}

/** The items of a list, tuple or set of strings. */
function textsIn(list: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (!/^(?:Array|Tuple|Set)Expression$/.test(list.name)) return undefined;
  const items = childrenOf(list).filter(({ name }) => !/^[()[\]{},]$/.test(name));
  return items.length > 0 && items.every(({ name }) => name === 'String') ? items : undefined;
}
