import type { SyntaxNode } from '@lezer/common';
import { isFunction } from '../../flow/javascript/functions.ts';

/** Whether code tries something small and goes another way when it fails. */
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

function statementsIn(block: SyntaxNode): number {
  let count = 0;
  for (let child = block.firstChild; child !== null; child = child.nextSibling)
    if (/(?:Statement|Declaration)$/.test(child.name)) count++;
  return count;
}
