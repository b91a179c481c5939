import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callAround, isSameNode } from '../../syntax/python/syntax.ts';
import type { FieldAccess } from './field-access.ts';
import { isCondition, isTried } from './guards.ts';
import { isAddedToText } from './text-uses.ts';
import type { UsePlace } from '../held-value.ts';
import { isBuiltin } from '../../flow/python/plain-reads.ts';

/** Whether the access guarantees that a field exists rather than requiring it. */
export function assures({ kind, expression }: FieldAccess): boolean {
  return kind !== 'read' || (expression.name === 'CallExpression' && isCondition(expression));
}

/**
 * Whether the access fails on a string, although it requires no particular field. `"a" in text` does not
 * fail.
 */
export function needsMapping(access: FieldAccess): boolean {
  return assures(access) && access.kind !== 'listed' && access.expression.name !== 'BinaryExpression';
}

/**
 * Yields reads that fail without the field. Of several possible names, all are read only if they come from a
 * loop.
 */
export function* fieldReads(file: PythonFile, { fields = [], expression }: FieldAccess): Generator<UsePlace> {
  const [, second] = fields;
  if (second !== undefined && !isInLoop(expression)) return;
  // `Client(region=x.get("region"))`. Such code works without the field.
  const optional = isAsked(file, expression) && !failsOnNone(file, expression);
  for (const { name, span } of fields) {
    const elsewhere = span.start < expression.from || expression.to < span.end;
    yield {
      kind: 'field',
      span,
      field: name,
      isTried: () => isTried(file.origins, expression),
      ...(elsewhere && { elsewhere }),
      ...(optional && { optional }),
    };
  }
}

function isInLoop(expression: SyntaxNode): boolean {
  for (let outer = expression.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ForStatement' || outer.name.endsWith('ComprehensionExpression')) return true;
    if (outer.name === 'FunctionDefinition' || outer.name === 'IfStatement') return false;
  }
  return false;
}

function isAsked({ module }: PythonFile, expression: SyntaxNode): boolean {
  const method = expression.name === 'CallExpression' ? expression.firstChild?.lastChild : undefined;
  return method !== undefined && method !== null && module.textOf(method) === 'get';
}

/** `x.get("token").strip()`, `"Bearer " + x.get("token")`. Only a string works here. */
function failsOnNone(file: PythonFile, expression: SyntaxNode): boolean {
  const parent = expression.parent;
  if (parent?.name === 'MemberExpression') return isSameNode(parent.firstChild, expression);
  return parent?.name === 'BinaryExpression' && isAddedToText(file, parent, expression);
}

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
