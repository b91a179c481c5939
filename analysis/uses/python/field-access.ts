import type { SyntaxNode } from '@lezer/common';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { argumentsOf } from '../../languages/python/arguments.ts';
import type { PythonFile } from '../../languages/python/python-file.ts';
import { stringToken, stringValue } from '../../languages/python/strings.ts';
import { attributeOf, callAround, callOf, isSameNode, subscriptOf } from '../../languages/python/syntax.ts';
import type { Span } from '../../source/span.ts';

/** How code deals with fields of a value, by form alone. */
export interface FieldAccess {
  /** `read` fails or comes back empty without the field; after `written` and `tested`, code knows it is there. */
  readonly kind: 'read' | 'written' | 'tested';
  /** Undefined: which one is chosen at run time. */
  readonly fields: readonly Field[] | undefined;
  /** The whole of `x["client_id"]` and `x.get("client_id")`. */
  readonly expression: SyntaxNode;
}

export interface Field {
  readonly name: string;
  readonly span: Span;
}

export function fieldAccess(file: PythonFile, value: SyntaxNode): FieldAccess | undefined {
  const parent = value.parent;
  if (parent?.name === 'BinaryExpression') return membershipTest(file, parent, value);
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
      // Who gives a fallback expects the field to be missing sometimes.
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

function membershipTest(file: PythonFile, test: SyntaxNode, value: SyntaxNode): FieldAccess | undefined {
  const isContainer = test.getChild('in') !== null && isSameNode(test.lastChild, value);
  if (!isContainer || test.firstChild === null) return undefined;
  return { kind: 'tested', fields: fieldsNamed(file, test.firstChild), expression: test };
}

/** Undefined when one of them is known only at run time. */
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
