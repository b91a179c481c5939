import type { SyntaxNode } from '@lezer/common';
import { bindingAt, pathInTarget } from '../../flow/python/binding.ts';
import { iterablesOf } from '../../flow/python/loop-items.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { type ValuePart, plain } from './part.ts';

/** What a comprehension collects. With a condition, it is unknown what it leaves out. */
export function comprehensionParts(node: SyntaxNode): readonly ValuePart[] {
  if (node.getChild('if') !== null) return [];
  const collected = node.getChild('for')?.prevSibling;
  return collected === null || collected === undefined ? [] : plain([collected]);
}

/**
 * What the variable of a loop contains: of `for name, value in x.items()` only `value` shows more than names.
 */
export function loopParts(file: PythonFile, name: SyntaxNode): readonly ValuePart[] {
  const binding = bindingAt(file.module.text, name);
  if (binding?.kind !== 'loop' && binding?.kind !== 'comprehension') return [];
  const iterable = onlyIterable(binding.owner, name);
  const path = pathInTarget(binding);
  if (iterable === undefined || path === undefined || isChoosing(file, binding.owner)) return [];
  if (path.length === 0) return [{ part: iterable, only: 'elements' }];
  const items = path.length === 1 && path[0] === 1 ? itemsOf(file, iterable) : undefined;
  return items === undefined ? [] : plain([items]);
}

function onlyIterable(owner: SyntaxNode, name: SyntaxNode): SyntaxNode | undefined {
  if (owner.name === 'ForStatement') {
    const [only, other] = iterablesOf(owner) ?? [];
    return other === undefined ? only : undefined;
  }
  const nodes = childrenOf(owner).filter(({ from }) => from >= name.to);
  return nodes[nodes.findIndex((node) => node.name === 'in') + 1];
}

/** A loop that tests its items may leave out the secret ones. */
function isChoosing({ module }: PythonFile, owner: SyntaxNode): boolean {
  const body = owner.name === 'ForStatement' ? owner.getChild('Body') : null;
  if (body === null) return owner.getChild('if') !== null;
  return /\b(?:if|continue|break|match|while|try)\b/.test(module.textOf(body));
}

/** `x` of `x.items()`. */
function itemsOf({ module }: PythonFile, iterable: SyntaxNode): SyntaxNode | undefined {
  const callee = callOf(iterable)?.callee;
  const method = callee && attributeOf(callee);
  return method !== undefined && module.textOf(method.property) === 'items' ? method.object : undefined;
}
