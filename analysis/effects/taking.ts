import type { Value } from '../engine/model.ts';
import type { Run } from '../engine/run.ts';
import { itemsIn, withItems } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** The first of the items that an iterator still has. Undefined if they are not known, or if there are none. */
export function takenFrom(run: Run, iterator: Value): Value | undefined {
  const [atom, ...others] = iterator;
  if (atom?.kind !== 'object' || others.length > 0) return undefined;
  const contents = run.contents(atom);
  const items = contents.class === undefined && contents.type === 'list' ? itemsIn(contents) : undefined;
  if (items?.isKnown !== true) return undefined;
  const [first, ...rest] = items.items;
  if (first === undefined) return undefined;
  run.change(atom, withItems(contents, { isKnown: true, items: rest }));
  return through(run, atom, first);
}
