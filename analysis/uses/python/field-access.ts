import type { SyntaxNode } from '@lezer/common';
import { sameElements } from '../../flow/python/copies.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import {
  argumentsOf,
  attributeOf,
  callAround,
  callOf,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringToken, stringValue } from '../../syntax/python/strings.ts';
import type { Span } from '../../model/parsed-file.ts';

/** How code uses fields of a value, based on the syntax alone. */
export interface FieldAccess {
  /**
   * `read` fails or yields nothing if the field is missing. After `written` and `tested`, the code knows that
   * the field exists. After `listed`, it may know, because it compares the existing fields.
   */
  readonly kind: 'read' | 'written' | 'tested' | 'listed';
  /** Undefined if the field is chosen at run time. */
  readonly fields: readonly Field[] | undefined;
  /** The entire expression `x["client_id"]` or `x.get("client_id")`. */
  readonly expression: SyntaxNode;
}

export interface Field {
  readonly name: string;
  readonly span: Span;
}

export function fieldAccess(file: PythonFile, value: SyntaxNode): FieldAccess | undefined {
  const names = namesAround(file.module, value);
  const listed = namesTest(file, names, isSameNode(names, value));
  if (listed !== undefined) return listed;
  const parent = value.parent;
  if (parent?.name !== 'MemberExpression' || !isSameNode(parent.firstChild, value)) return undefined;
  const subscript = subscriptOf(parent);
  if (subscript !== undefined) return subscriptAccess(file, parent, subscript.index);
  const property = attributeOf(parent)?.property;
  const call = callAround(parent);
  if (property === undefined || call === undefined) return undefined;
  return methodAccess(file, call, file.module.textOf(property));
}

function subscriptAccess(
  file: PythonFile,
  member: SyntaxNode,
  index: SyntaxNode | undefined,
): FieldAccess | undefined {
  if (index === undefined || index.name === 'Number') return undefined;
  const isUpdated = member.parent?.name === 'UpdateStatement';
  const kind = isTarget(member) && !isUpdated ? 'written' : 'read';
  return { kind, fields: fieldsNamed(file, index), expression: member };
}

function methodAccess(file: PythonFile, call: SyntaxNode, method: string): FieldAccess | undefined {
  const list = callOf(call)?.list;
  const given = list === undefined ? [] : argumentsOf(file.module.text, list);
  switch (method) {
    case 'get':
    case 'pop': {
      const [key, fallback] = given;
      const isPlain = key?.value !== undefined && key.star === undefined && key.keyword === undefined;
      if (!isPlain) return undefined;
      // A fallback means that the field is expected to be missing at times.
      const kind = fallback === undefined ? 'read' : 'tested';
      return { kind, fields: fieldsNamed(file, key.value), expression: call };
    }
    case 'setdefault':
    case 'update':
      return { kind: 'written', fields: undefined, expression: call };
    default:
      return undefined;
  }
}

/**
 * Returns the outermost expression that contains the names of all fields: `x.keys()`, `set(x)`,
 * `list(x.keys())`.
 */
function namesAround(module: PythonModule, value: SyntaxNode): SyntaxNode {
  const parent = value.parent;
  const attribute = parent === null ? undefined : attributeOf(parent);
  const isKeys = attribute !== undefined && module.textOf(attribute.property) === 'keys';
  const view = parent !== null && isKeys ? callAround(parent) : undefined;
  if (view !== undefined) return namesAround(module, view);
  const copy = parent?.name === 'ArgList' ? parent.parent : null;
  const callee = copy && callOf(copy)?.callee;
  const isCopy = callee && value.prevSibling?.name === '(' && sameElements.has(module.textOf(callee));
  return isCopy === true ? namesAround(module, copy) : value;
}

/**
 * `"a" in x`, `{"a"} <= x.keys()`, `{"a"}.issubset(x)`, `known = set(x)`. `isItself` means that the check
 * applies to the value itself rather than to its names.
 */
function namesTest(file: PythonFile, names: SyntaxNode, isItself: boolean): FieldAccess | undefined {
  const parent = names.parent;
  if (parent === null) return undefined;
  const listed: FieldAccess = { kind: 'listed', fields: undefined, expression: names };
  switch (parent.name) {
    case 'BinaryExpression': {
      const isContainer = parent.getChild('in') !== null && isSameNode(parent.lastChild, names);
      if (isContainer && parent.firstChild !== null)
        return { kind: 'tested', fields: fieldsNamed(file, parent.firstChild), expression: parent };
      const isCompared = ['CompareOp', 'ArithOp', 'BitOp'].some((operator) => parent.getChild(operator));
      return isCompared && !isItself ? listed : undefined;
    }
    case 'ArgList':
    case 'MemberExpression': {
      const method = attributeOf(parent.name === 'ArgList' ? (parent.parent?.firstChild ?? parent) : parent);
      return method && comparing.test(file.module.textOf(method.property)) ? listed : undefined;
    }
    case 'AssignStatement':
      return isItself ? undefined : listed;
    default:
      return undefined;
  }
}

const comparing = /^(?:difference|intersection|isdisjoint|issubset|issuperset|symmetric_difference)$/;

/** Undefined if one of the fields is known only at run time. */
function fieldsNamed(file: PythonFile, key: SyntaxNode): readonly Field[] | undefined {
  const written = fieldAt(file, key);
  if (written !== undefined) return [written];
  const fields: Field[] = [];
  for (const { node, finder } of file.origins.of(key)) {
    const field = finder === file.origins ? fieldAt(file, node) : undefined;
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return fields.length === 0 ? undefined : fields;
}

function fieldAt({ module }: PythonFile, literal: SyntaxNode): Field | undefined {
  const name = stringValue(module.text, literal);
  if (name === undefined) return undefined;
  const span = literal.name === 'String' ? stringToken(module.text, literal)?.content : undefined;
  return { name, span: span ?? { start: literal.from, end: literal.to } };
}
