import type { SyntaxNode } from '@lezer/common';
import { isBuiltin } from '../../flow/python/plain-reads.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callAround, isSameNode } from '../../syntax/python/syntax.ts';

const mappingMethods = new Set(['items', 'keys', 'popitem', 'setdefault', 'update', 'values']);

/** Whether code treats `value` as a dictionary without naming a field: `x.items()`, `**x`, `dict(x)`. */
export function isMappingUse(file: PythonFile, value: SyntaxNode): boolean {
  const parent = value.parent;
  if (value.prevSibling?.name === '**')
    return parent?.name === 'ArgList' || parent?.name === 'DictionaryExpression';
  if (parent?.name === 'ArgList') return isCopied(file, parent, value);
  const attribute = parent === null ? undefined : attributeOf(parent);
  if (parent === null || attribute === undefined || !isSameNode(parent.firstChild, value)) return false;
  return mappingMethods.has(file.module.textOf(attribute.property)) && callAround(parent) !== undefined;
}

function isCopied({ module }: PythonFile, list: SyntaxNode, value: SyntaxNode): boolean {
  const callee = list.parent?.firstChild;
  const isOnly = value.prevSibling?.name === '(' && value.nextSibling?.name === ')';
  return (
    isOnly &&
    callee !== null &&
    callee !== undefined &&
    module.textOf(callee) === 'dict' &&
    isBuiltin(module, callee)
  );
}
