import type { SyntaxNode } from '@lezer/common';
import { atAnotherTime } from '../choices.ts';
import { nextOfCall } from './call-origins.ts';
import { nextOfCollection } from './collection-origins.ts';
import { alternatives, everyItem, type FlowPlace, type Key, stepTo } from './origin.ts';

/** Returns what `keys` read from each item over which the loop or function at `node` iterates. */
export function eachItem(
  place: FlowPlace,
  node: SyntaxNode,
  iterable: SyntaxNode,
  keys: readonly Key[],
): readonly FlowPlace[] {
  const all = stepTo(place, iterable, [everyItem, ...keys]);
  const literal = literalOf(all, true);
  const items = literal && nextOfCollection(literal);
  const isSpread = items?.some(({ keys: left }) => left === literal?.keys) === true;
  return items === undefined || isSpread
    ? [{ ...all, choices: atAnotherTime }]
    : alternatives(place, node, items);
}

/** The literal of an array or object, also in `Object.entries(object)`. Undefined if there may be several. */
function literalOf(all: FlowPlace, isArray: boolean): FlowPlace | undefined {
  const [only, another] = all.finder.once(stepTo(all, all.node, []));
  if (only === undefined || another !== undefined || only.keys.length > 0) return undefined;
  const found = { ...only, keys: all.keys };
  if (only.node.name === (isArray ? 'ArrayExpression' : 'ObjectExpression')) return found;
  const isView = /^Object\.(?:entries|keys|values)\(/.test(only.finder.module.textOf(only.node));
  const [given] = (isArray && isView && nextOfCall(found)) || [];
  return given && literalOf(given, false);
}
