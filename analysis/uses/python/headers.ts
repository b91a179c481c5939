import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/possible-names.ts';
import { scopeOf } from '../../flow/scope.ts';
import type { PythonFile } from '../../languages/python/python-file.ts';
import { attributeOf } from '../../languages/python/syntax.ts';

/** Whether `value` is what a header of a `requests` or `httpx` call is set to: only text can be. */
export function isHeaderValue(file: PythonFile, display: SyntaxNode, value: SyntaxNode): boolean {
  if (value.prevSibling?.name !== ':') return false;
  const key = value.prevSibling.prevSibling;
  if (key === null || possibleNames(file.origins, key) === undefined) return false;
  if (isHeadersArgument(file, display)) return true;
  const target = display.parent?.name === 'AssignStatement' ? display.parent.firstChild : null;
  if (target?.name !== 'VariableName') return false;
  for (const node of file.module.occurrences([file.module.textOf(target)], scopeOf(target))) {
    if (node.from > display.to && isHeadersArgument(file, node)) return true;
  }
  return false;
}

/** `requests.get(…, headers=node)` */
function isHeadersArgument({ module }: PythonFile, node: SyntaxNode): boolean {
  const keyword = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  if (node.parent?.name !== 'ArgList' || keyword === null || module.textOf(keyword) !== 'headers')
    return false;
  const callee = node.parent.parent?.firstChild;
  const method = callee ? attributeOf(callee) : undefined;
  return method !== undefined && /^(?:requests|httpx)$/.test(module.textOf(method.object));
}
