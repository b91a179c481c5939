import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { stringContent } from '../../syntax/javascript/strings.ts';
import {
  indexOf,
  isSameNode,
  keyOf,
  plainKey,
  targetOf,
  unwrapped,
  valueAfter,
  wrapped,
} from '../../syntax/javascript/syntax.ts';
import { isTestedLater } from '../../references/tested-later.ts';
import type { Span } from '../../model/parsed-file.ts';
import { isPropertyOfText } from './own-properties.ts';

/** How code uses a field of a value, based on the syntax alone. */
export interface FieldAccess {
  /**
   * `read` yields nothing if the field is missing. After `assured`, the code knows that the field exists or
   * works without it.
   */
  readonly kind: 'read' | 'assured';
  /** Undefined if the field is chosen at run time. */
  readonly field: string | undefined;
  readonly span: Span;
  /** True if the code continues when there is no such field. */
  readonly optional: boolean;
}

/** Returns the fields that code reads directly from `value`. */
export function fieldAccesses(module: JavaScriptModule, value: SyntaxNode): readonly FieldAccess[] {
  const parent = value.parent;
  if (parent?.name === 'MemberExpression' && isSameNode(parent.firstChild, value))
    return memberAccess(module, parent);
  if (parent?.name === 'BinaryExpression' && parent.getChild('in') !== null)
    return membershipTest(module, parent, value);
  if (parent?.name === 'ArgList') return changedByCall(module, parent, value);
  const target = targetOf(value);
  return target?.name === 'ObjectPattern' ? patternAccesses(module, target) : [];
}

function memberAccess(module: JavaScriptModule, member: SyntaxNode): readonly FieldAccess[] {
  const index = indexOf(member);
  if (index?.name === 'Number') return [];
  const key = index === undefined ? plainKey(member) : unwrapped(index);
  if (key === null) return [];
  const field = keyOf(member, module.text);
  const span = (index && stringContent(module.text, key)) ?? { start: key.from, end: key.to };
  if (field === undefined) return [{ kind: 'assured', field, span, optional: false }];
  if (isPropertyOfText(field) || field === '' || isCalled(member)) return [];
  const kind = isWritten(member) || isAsked(module, member) ? 'assured' : 'read';
  return [{ kind, field, span, optional: isPassedOn(member) }];
}

function isCalled(member: SyntaxNode): boolean {
  const outer = wrapped(member);
  return outer.parent?.name === 'CallExpression' && isSameNode(outer.parent.firstChild, outer);
}

function isWritten(member: SyntaxNode): boolean {
  const outer = wrapped(member);
  const owner = outer.parent;
  if (owner?.name === 'UnaryExpression') return owner.getChild('delete') !== null;
  return owner?.name === 'AssignmentExpression' && isSameNode(owner.firstChild, outer);
}

const conditions = /^(?:ConditionalExpression|DoStatement|IfStatement|SwitchStatement|WhileStatement)$/;

/**
 * Whether the code checks the result: a condition, a default, `x.region?.trim()`, or a check of the variable
 * that it is assigned to.
 */
function isAsked(module: JavaScriptModule, member: SyntaxNode): boolean {
  const outer = wrapped(member);
  const owner = outer.parent;
  if (owner === null) return false;
  if (conditions.test(owner.name))
    return owner.name !== 'ConditionalExpression' || isSameNode(owner.firstChild, outer);
  if (owner.name === 'ParenthesizedExpression') return conditions.test(owner.parent?.name ?? '');
  if (owner.name === 'UnaryExpression') return true;
  if (owner.name === 'BinaryExpression') return owner.getChild('ArithOp') === null;
  if (owner.name === 'MemberExpression')
    return (
      isSameNode(owner.firstChild, outer) &&
      module.text.slice(outer.to, owner.to).trimStart().startsWith('?.')
    );
  const target = targetOf(outer);
  const name = target?.name === 'MemberExpression' ? target.lastChild : target;
  return name ? isTestedLater(module.text, outer.to, module.textOf(name)) : false;
}

/** `f(x.region)`, `{ region: x.region }`. The receiver may work without the field. */
function isPassedOn(member: SyntaxNode): boolean {
  return /^(?:ArgList|ArrayExpression|Property|ReturnStatement)$/.test(wrapped(member).parent?.name ?? '');
}

function membershipTest(
  module: JavaScriptModule,
  test: SyntaxNode,
  value: SyntaxNode,
): readonly FieldAccess[] {
  if (!isSameNode(test.lastChild, value) || test.firstChild === null) return [];
  const key = unwrapped(test.firstChild);
  const content = stringContent(module.text, key);
  const field = content && module.text.slice(content.start, content.end);
  return [{ kind: 'assured', field, span: { start: key.from, end: key.to }, optional: false }];
}

/** `Object.assign(x, …)`, `prepare(x);`. From then on, the fields are unknown. */
function changedByCall(
  module: JavaScriptModule,
  list: SyntaxNode,
  value: SyntaxNode,
): readonly FieldAccess[] {
  const call = list.parent;
  const callee = call?.firstChild;
  if (!call || !callee || call.name !== 'CallExpression') return [];
  const name = module.textOf(callee);
  const outer = call.parent?.name === 'AwaitExpression' ? call.parent : call;
  const isAlone = outer.parent?.name === 'ExpressionStatement' && !name.startsWith('console.');
  const isChanged = isAlone || /^(?:Object\.(?:assign|defineProperty|hasOwn)|Reflect\.\w+)$/.test(name);
  return isChanged
    ? [{ kind: 'assured', field: undefined, span: { start: value.from, end: value.to }, optional: false }]
    : [];
}

/** `const { client_id, region = "eu", ...rest } = x`. */
function patternAccesses(module: JavaScriptModule, pattern: SyntaxNode): readonly FieldAccess[] {
  return pattern.getChildren('PatternProperty').flatMap((property) => {
    const key = plainKey(property);
    const field =
      key === null || property.getChild('Spread') !== null ? undefined : keyOf(property, module.text);
    if (key === null || field === undefined || isPropertyOfText(field)) return [];
    const span = stringContent(module.text, key) ?? { start: key.from, end: key.to };
    const last = property.getChild(':')?.nextSibling ?? key;
    const isAssured =
      valueAfter(last) !== undefined || isTestedLater(module.text, pattern.to, module.textOf(last));
    return [{ kind: isAssured ? 'assured' : 'read', field, span, optional: false } as const];
  });
}
