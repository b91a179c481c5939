import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf } from '../../syntax/python/syntax.ts';
import { partsOfCall, sameElements } from './call-parts.ts';
import type { ValuePart } from './collection-parts.ts';
import { partsOf } from './parts.ts';

/**
 * Returns what iterating over `node` yields. For a dictionary, these are its keys, which show nothing secret.
 */
export function elementsOf(file: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  switch (node.name) {
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
    case 'SetComprehensionExpression':
      return partsOf(file, node);
    case 'CallExpression':
      return isCollection(file, node) ? partsOfCall(file, node) : [];
    default:
      return [];
  }
}

function isCollection({ module }: PythonFile, node: SyntaxNode): boolean {
  const callee = callOf(node)?.callee;
  if (callee === undefined) return false;
  if (sameElements.test(module.textOf(callee))) return true;
  const method = attributeOf(callee);
  return (
    method !== undefined &&
    /^(?:items|values|r?split|splitlines|r?partition)$/.test(module.textOf(method.property))
  );
}
