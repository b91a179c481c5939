import type { Value } from '../engine/model.ts';
import type { Items, LibraryCall, Run } from '../engine/run.ts';
import { anyItem } from '../engine/contents.ts';
import { join, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import type { Arguments } from './arguments.ts';

/**
 * The items in ascending order, as Python and JavaScript sort strings. With other items, or with a comparison
 * or key function, the order is unknown.
 */
export function sortedItems(
  items: Items,
  { items: [compare], named }: Pick<Arguments, 'items' | 'named'>,
): Items {
  if (!items.isKnown) return items;
  if (items.items.length < 2) return items;
  const texts = items.items.flatMap((item) => {
    const value = onlyLiteral(item)?.value;
    return typeof value === 'string' ? [{ item, value }] : [];
  });
  const reverse = named.has('reverse') ? onlyLiteral(named.get('reverse') ?? unknown)?.value : false;
  const isByOther = compare !== undefined || named.has('key') || typeof reverse !== 'boolean';
  if (isByOther || texts.length < items.items.length)
    return { isKnown: false, any: join(anyItem(items), unknown) };
  const ascending = texts.toSorted((one, other) => compared(one.value, other.value)).map(({ item }) => item);
  return { isKnown: true, items: reverse ? ascending.toReversed() : ascending };
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** `min(items)`, `max(a, b)` */
export function outermost(run: Run, call: LibraryCall, { items, named, others }: Arguments): Value {
  const [first = nothing, second] = items;
  const all: Items =
    second !== undefined && others.length === 0
      ? { isKnown: true, items }
      : run.iterate(join(first, ...items.slice(1), others), call.at);
  const ordered = sortedItems(all, { items: [], named });
  const byDefault = named.get('default') ?? nothing;
  if (!ordered.isKnown || ordered.items.length === 0) return join(anyItem(ordered), byDefault, unknown);
  return ordered.items.at(call.path === 'min' ? 0 : -1) ?? unknown;
}
