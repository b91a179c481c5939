import type { SyntaxNode } from '@lezer/common';
import type { Argument } from '../../syntax/python/arguments.ts';
import { elementsOf } from './collections.ts';
import { inTextOrder, itemsOfOne } from './copies.ts';
import type { Frame, Origin, OriginFinder } from './origin.ts';
import { isBuiltin } from './plain-reads.ts';
import { followed } from './sequence-items.ts';

/** What `str(x)`, `next(iter(x))`, `min(x)` and `max(x)` return. Undefined for other calls. */
export function builtinOrigins(
  finder: OriginFinder,
  callee: SyntaxNode,
  given: readonly Argument[],
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const name = finder.module.textOf(callee);
  if (!/^(?:str|next|min|max)$/.test(name) || !isBuiltin(finder.module, callee)) return undefined;
  const values = given.flatMap(({ star, keyword, value }) => ((star ?? keyword) ? [] : (value ?? [])));
  const [first, second] = values;
  if (first === undefined || values.length !== given.length) return undefined;
  if (name === 'str') return second === undefined ? finder.of(first, frame) : undefined;
  if (name === 'next') return second === undefined ? elements(finder, first, frame) : undefined;
  const items =
    second === undefined ? itemsOfOne(finder, first, frame) : values.map((node) => ({ node, frame, finder }));
  const best = items && extreme(name, items);
  if (best !== undefined) return [best];
  return second === undefined
    ? elements(finder, first, frame)
    : values.flatMap((value) => finder.of(value, frame));
}

function elements(
  finder: OriginFinder,
  iterable: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const found: Origin[] = [];
  for (const element of elementsOf(finder, iterable, frame) ?? []) {
    if ('parts' in element) return undefined;
    found.push(...followed(element));
  }
  return found.length === 0 ? undefined : found;
}

/** Undefined unless all of them are text literals. */
function extreme(name: string, items: readonly Origin[]): Origin | undefined {
  const inOrder = inTextOrder(items);
  return name === 'min' ? inOrder?.[0] : inOrder?.at(-1);
}
