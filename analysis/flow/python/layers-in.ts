import { isFresh } from './copies.ts';
import { contentsOf } from './dictionary-contents.ts';
import { layersOf } from './layers.ts';
import type { Origin } from './origin.ts';
import { itemsIn } from './sequence-items.ts';

/** Returns the number of levels of an origin that code could modify. See `layersOf`. */
export function layersIn(origin: Origin): number {
  const { node, finder } = origin;
  if (isFresh(finder.module, node)) return layersOf(node);
  const mayBeJoined = origin.text === undefined && /^(?:Binary|Call|Member)Expression$/.test(node.name);
  return mayBeJoined && (itemsIn(origin) ?? contentsOf(origin)) !== undefined ? 1 : 0;
}
