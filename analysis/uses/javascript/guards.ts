import type { SyntaxNode } from '@lezer/common';
import { isFunction } from '../../flow/javascript/functions.ts';
import { statementsIn } from '../../syntax/javascript/syntax.ts';

/** Whether a small block of code is inside `try` with a fallback. */
export function isTried(node: SyntaxNode): boolean {
  for (
    let inner = node, outer = node.parent;
    outer !== null && !isFunction(outer);
    inner = outer, outer = outer.parent
  ) {
    if (outer.name !== 'TryStatement' || inner.name !== 'Block' || outer.getChild('CatchClause') === null)
      continue;
    if (outer.getChild('Block')?.from === inner.from && statementsIn(inner) <= 2) return true;
  }
  return false;
}
