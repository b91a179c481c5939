import type { SyntaxNode } from '@lezer/common';
import { childrenOf, commaGroups } from '../../syntax/python/syntax.ts';

/**
 * For `a = b = value` and `a += value` each target, for `a, b = value, other` the one at the same position.
 */
export function targetsOf(owner: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const end = (owner.getChildren('AssignOp').at(-1) ?? owner.getChild('UpdateOp'))?.from ?? 0;
  if (value.from < end) return [];
  if (owner.getChild(',') !== null) return targetInPlace(owner, value);
  const targets: SyntaxNode[] = [];
  for (let child = owner.firstChild; child !== null && child.to <= end; child = child.nextSibling)
    if (isPlace(child)) targets.push(child);
  return targets;
}

function targetInPlace(owner: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const [operator, more] = owner.getChildren('AssignOp');
  if (operator === undefined || more !== undefined || owner.getChild('*') !== null) return [];
  const children = childrenOf(owner);
  const targets = commaGroups(children.filter(({ to }) => to <= operator.from));
  const values = commaGroups(children.filter(({ from }) => from >= operator.to));
  const [target] = targets[values.findIndex(([first]) => first?.from === value.from)] ?? [];
  return targets.length === values.length && target !== undefined && isPlace(target) ? [target] : [];
}

function isPlace({ name }: SyntaxNode): boolean {
  return name === 'VariableName' || name === 'MemberExpression';
}
