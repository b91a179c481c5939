import type { Argument } from '../../syntax/python/arguments.ts';
import { entriesOf, itemsOf, keyOf } from './displays.ts';
import type { Origin } from './origin.ts';
import type { Asked } from './possible-text.ts';

/** The arguments of a template, by position or name; undefined if unknown. */
export type Given = (key: number | string) => Asked | undefined;

/** The right operand of `%`: a tuple, a dictionary, or one value. */
export function percentArguments(origin: Origin): Given {
  const { node, finder, frame } = origin;
  const items = node.name === 'TupleExpression' ? itemsOf(node) : undefined;
  const entries = entriesOf(finder.module, node);
  return (key) => {
    if (entries !== undefined) {
      const found = entries.findLast((entry) => keyOf(finder.module, entry) === JSON.stringify(key));
      return found && { expression: found.value, finder, frame };
    }
    const mayBeMany = items === undefined && node.name === 'TupleExpression';
    const expression = items === undefined && key === 0 && !mayBeMany ? node : items?.[Number(key)];
    return expression && { expression, finder, frame };
  };
}

/** The arguments of a call of `format`. */
export function formatted({ finder, frame }: Origin, given: readonly Argument[]): Given {
  if (given.some(({ star, value }) => star !== undefined || value === undefined)) return () => undefined;
  const positional = given.filter(({ keyword }) => keyword === undefined);
  return (key) => {
    const found =
      typeof key === 'number'
        ? positional[key]
        : given.find(({ keyword }) => keyword !== undefined && finder.module.textOf(keyword) === key);
    return found?.value && { expression: found.value, finder, frame };
  };
}
