import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, isSameNode } from '../../syntax/python/syntax.ts';
import { partsOf } from './parts.ts';

/** Returns the outermost expression that is or contains the value of `place`. */
export function carrierAround(file: PythonFile, place: SyntaxNode): SyntaxNode {
  let outer = place;
  for (let next = carrierOf(file, outer); next !== undefined; next = carrierOf(file, outer)) outer = next;
  return outer;
}

/** Returns the expression around `node` that is or contains its value, if there is one. */
function carrierOf(file: PythonFile, node: SyntaxNode): SyntaxNode | undefined {
  const same = sameValueAround(node);
  if (same !== undefined) return same;
  const outer = carrierCandidate(node);
  if (outer === undefined || isKey(file, node)) return undefined;
  const isPart = partsOf(file, outer).some(({ part }) => isSameNode(part, node));
  return isPart ? outer : undefined;
}

/**
 * Whether the node is an argument of `get` or `pop` on a dictionary, or of `requests.get`. The result does
 * not contain it.
 */
function isKey({ module }: PythonFile, node: SyntaxNode): boolean {
  const callee = node.parent?.name === 'ArgList' ? node.parent.parent?.firstChild : null;
  const method = callee ? attributeOf(callee) : undefined;
  return method !== undefined && /^(?:get|pop)$/.test(module.textOf(method.property));
}

/**
 * Returns the expression around `node` that may have the same value as `node`: parentheses, a ternary or
 * `or`.
 */
export function sameValueAround(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return parent;
    case 'NamedExpression':
      return node.nextSibling === null ? parent : undefined;
    case 'ConditionalExpression':
      return node.prevSibling === null || node.nextSibling === null ? parent : undefined;
    case 'BinaryExpression':
      if (parent.getChild('or') !== null) return parent;
      return parent.getChild('and') !== null && node.nextSibling === null ? parent : undefined;
    default:
      return undefined;
  }
}

function carrierCandidate(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'ArgList':
    case 'FormatReplacement':
      return parent.parent ?? undefined;
    case 'TupleExpression':
      // `"%s" % (x, y)` shows the tuple items that have a placeholder.
      return parent.parent?.getChild('ArithOp')?.nextSibling?.from === parent.from ? parent.parent : parent;
    case 'MemberExpression':
      return parent.parent?.name === 'CallExpression' && attributeOf(parent) !== undefined
        ? parent.parent
        : parent;
    default:
      return parent;
  }
}
