import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { bareText } from '../conditions.ts';
import { narrowedNames, type NarrowedNames } from '../narrowed-names.ts';
import { passedBefore } from './passed-conditions.ts';
import { attributeOf, callOf, childrenOf, subscriptOf } from '../../syntax/python/syntax.ts';

/** The entries of `names`, the values of `expression`, with which code can reach it. */
export function namesReaching(
  module: PythonModule,
  expression: SyntaxNode,
  names: readonly string[],
): NarrowedNames {
  const related = [...partsIn(expression), ...siblingsOf(module, expression)];
  const found = narrowedNames(module.text, expression, names, passedBefore(module, expression), related);
  return isMatched(module, expression) ? { ...found, isGuarded: true } : found;
}

/**
 * What a name is composed of or looked up by: `env` and `conv.brand` of `f"zendesk_{env}"` and
 * `NAMES[conv.brand]`.
 */
function partsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const subscript = subscriptOf(node);
  if (subscript !== undefined) return subscript.index === undefined ? [] : partsIn(subscript.index);
  if (node.name === 'VariableName' || attributeOf(node) !== undefined) return [node];
  return childrenOf(callOf(node)?.list ?? node).flatMap(partsIn);
}

/** Variables bound in the same iteration: `brand` of `for brand, name in NAMES.items()`. */
function siblingsOf(module: PythonModule, expression: SyntaxNode): readonly SyntaxNode[] {
  if (expression.name !== 'VariableName') return [];
  return (bindingsSeenBy(module, expression) ?? []).flatMap(({ kind, node, owner }) => {
    if (kind !== 'loop' && kind !== 'comprehension') return [];
    const list = node.parent?.name === 'TupleExpression' ? node.parent : owner;
    const end = owner.getChild('in')?.from ?? owner.from;
    return childrenOf(list).filter(({ name, to }) => name === 'VariableName' && to <= end);
  });
}

/** Inside `match name:`. */
function isMatched({ text }: PythonModule, expression: SyntaxNode): boolean {
  const subject = bareText(text, expression);
  for (let outer = expression.parent; outer !== null; outer = outer.parent) {
    if (/^(?:Function|Class)Definition$/.test(outer.name)) return false;
    const matched = outer.name === 'MatchStatement' ? outer.firstChild?.nextSibling : null;
    if (matched && bareText(text, matched) === subject) return true;
  }
  return false;
}
