import { isFresh } from './copies.ts';
import { contentsOf } from './dictionary-contents.ts';
import { layersOf } from './layers.ts';
import type { Origin } from './origin.ts';
import { itemsIn } from './sequence-items.ts';

/** How many levels of an origin code could modify, see `layersOf`. */
export function layersIn(origin: Origin): number {
  const { node, finder } = origin;
  if (isFresh(finder.module, node)) return layersOf(node);
  const mayBeJoined = origin.text === undefined && /^(?:Binary|Call|Member)Expression$/.test(node.name);
  return mayBeJoined && (itemsIn(origin) ?? contentsOf(origin)) !== undefined ? 1 : 0;
}
