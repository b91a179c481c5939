import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../all-known.ts';
import { isSameNode } from '../../syntax/javascript/syntax.ts';
import { functionAround } from './functions.ts';

/** A branch of an `if`: 0 for the first one, and 1 for `else`, also if it is missing. */
type Branch = readonly [statement: SyntaxNode, index: 0 | 1];

/**
 * The branches that run before a variable has each of the values that are assigned to it, the first of which may be
 * the initial one. Undefined if a value may be from another iteration.
 */
export function branchesBefore(
  use: SyntaxNode,
  values: readonly SyntaxNode[],
): readonly (readonly Branch[])[] | undefined {
  const around = allKnown(values.map((value) => branchesAround(value, use)));
  return around?.map((own, at) => {
    const [outermost] = own.length > 0 ? [] : around.flatMap((others) => others.at(-1)?.[0] ?? []);
    const isBefore = outermost !== undefined && (values[at]?.to ?? 0) < outermost.from;
    const left = isBefore ? branchesWithout(outermost, around) : [];
    return left.length === 1 ? left : own;
  });
}

/** The branches around an assigned value that do not contain `use`, innermost first. */
function branchesAround(value: SyntaxNode, use: SyntaxNode): readonly Branch[] | undefined {
  if (value.to > use.from || functionAround(value)?.from !== functionAround(use)?.from) return undefined;
  const found: Branch[] = [];
  let node = value;
  for (; node.parent !== null && node.parent.to < use.to; node = node.parent) {
    const { parent } = node;
    if (parent.name === 'IfStatement')
      found.push([parent, isSameNode(parent.getChild('else')?.nextSibling, node) ? 1 : 0]);
    else if (!/^(?:AssignmentExpression|ExpressionStatement|VariableDeclaration|Block)$/.test(parent.name))
      return undefined;
  }
  for (let outer = node.parent; outer !== null; outer = outer.parent)
    if (/^(?:For|While|Do)Statement$/.test(outer.name)) return undefined;
  return found;
}

/** The branches of an `if` in which a variable keeps its value. */
function branchesWithout(statement: SyntaxNode, around: readonly (readonly Branch[])[]): readonly Branch[] {
  return ([0, 1] as const)
    .filter(
      (index) =>
        !around.some(
          ([one, more]) => more === undefined && one?.[1] === index && isSameNode(one[0], statement),
        ),
    )
    .map((index) => [statement, index]);
}
