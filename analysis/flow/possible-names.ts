import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../languages/python/strings.ts';
import type { Origins } from './origins.ts';

/** Every name an expression may be, sorted; undefined when one of them cannot be told: it is dynamic. */
export function possibleNames(origins: Origins, expression: SyntaxNode): readonly string[] | undefined {
  const literal = stringValue(origins.module.text, expression);
  if (literal !== undefined) return [literal];
  const names = new Set<string>();
  for (const { node, finder } of origins.of(expression)) {
    // `None` is no name: code that starts with it chooses one later, or does not ask at all.
    if (node.name === 'None') continue;
    const name = stringValue(finder.module.text, node);
    if (name === undefined) return undefined;
    names.add(name);
  }
  return names.size === 0 ? undefined : [...names].toSorted();
}
