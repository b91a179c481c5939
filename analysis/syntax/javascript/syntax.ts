import type { SyntaxNode } from '@lezer/common';
import { stringValue } from './strings.ts';

/**
 * Returns the inner `x` of `x!`, `x as T`, `x satisfies T`, `<T>x` and parentheses, because they evaluate to
 * `x`.
 */
export function unwrapped(expression: SyntaxNode): SyntaxNode {
  let node = expression;
  for (let inner = innerOf(node); inner !== null; inner = innerOf(node)) node = inner;
  return node;
}

function innerOf(node: SyntaxNode): SyntaxNode | null {
  switch (node.name) {
    case 'ParenthesizedExpression':
      return node.firstChild?.nextSibling ?? null;
    case 'PostfixExpression':
      return node.getChild('LogicOp') && node.firstChild;
    case 'BinaryExpression':
      return isAssertion(node) ? node.firstChild : null;
    case 'PrefixCast':
      return node.lastChild;
    default:
      return null;
  }
}

function isAssertion(node: SyntaxNode): boolean {
  // Searching with `getChild` would take longer the deeper a node is, and sums are as deep as they are long.
  for (let child = node.firstChild?.nextSibling; child; child = child.nextSibling)
    if (child.name === 'as' || child.name === 'satisfies') return true;
  return false;
}

/** Returns the outermost expression that still evaluates to `expression`. */
export function wrapped(expression: SyntaxNode): SyntaxNode {
  const outer = expression.parent;
  const inner = outer && innerOf(outer);
  return outer !== null && inner !== null && isSameNode(inner, expression) ? wrapped(outer) : expression;
}

export function isSameNode(one: SyntaxNode | null | undefined, other: SyntaxNode | null): boolean {
  return one?.from === other?.from && one?.to === other?.to && one?.name === other?.name;
}

/** Returns the operands of `a || b` and `a ?? b`, in which `b` is the default. */
export function defaultingParts(node: SyntaxNode, text: string): readonly SyntaxNode[] | undefined {
  const operator = node.name === 'BinaryExpression' ? node.getChild('LogicOp') : null;
  const [left, right] = [node.firstChild, node.lastChild];
  if (operator === null || left === null || right === null) return undefined;
  return /^(?:\|\||\?\?)$/.test(text.slice(operator.from, operator.to)) ? [left, right] : undefined;
}

/** Returns the two possible results of `a ? b : c`. */
export function branches(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  if (node.name !== 'ConditionalExpression') return undefined;
  const colon = node.lastChild?.prevSibling;
  const [yes, no] = [colon?.prevSibling, node.lastChild];
  return yes && no ? [yes, no] : undefined;
}

/** Returns the expression in the square brackets of a member or a computed key. */
export function indexOf(node: SyntaxNode): SyntaxNode | undefined {
  const index = node.getChild('[')?.nextSibling;
  return index === null || index === undefined || index.type.isError || index.name === ']'
    ? undefined
    : index;
}

/**
 * Returns the key of `object.key`, `object["key"]` or a property in a pattern. Undefined if the key is
 * computed.
 */
export function keyOf(node: SyntaxNode, text: string): string | undefined {
  const index = indexOf(node);
  if (index !== undefined) return stringValue(text, unwrapped(index));
  const key = plainKey(node);
  if (key === null) return undefined;
  return key.name === 'String' ? stringValue(text, key) : text.slice(key.from, key.to);
}

/** Returns the node of a literal key, without brackets. Null if the parser merged two words into one. */
export function plainKey(node: SyntaxNode): SyntaxNode | null {
  const key = node.name === 'MemberExpression' ? node.getChild('PropertyName') : node.firstChild;
  const isKey = key !== null && keyNames.has(key.name) && (key.name === 'String' || key.firstChild === null);
  return isKey ? key : null;
}

const keyNames = new Set(['PropertyName', 'PropertyDefinition', 'String', 'VariableDefinition']);

/** Returns the expression after the `=` of a name or a pattern, skipping its type. */
export function valueAfter(target: SyntaxNode): SyntaxNode | undefined {
  let next = target.nextSibling;
  while (next !== null && /^(?:TypeAnnotation|Optional|LogicOp)$/.test(next.name)) next = next.nextSibling;
  return (next?.name === 'Equals' ? next.nextSibling : undefined) ?? undefined;
}

/** Returns the name or pattern that receives `value` in a declaration, an assignment or a default. */
export function targetOf(value: SyntaxNode): SyntaxNode | undefined {
  if (value.prevSibling?.name !== 'Equals') return undefined;
  let target = value.prevSibling.prevSibling;
  while (target !== null && /^(?:TypeAnnotation|Optional|LogicOp)$/.test(target.name)) {
    target = target.prevSibling;
  }
  return target ?? undefined;
}

export function statementsIn(block: SyntaxNode): number {
  let count = 0;
  for (let child = block.firstChild; child !== null; child = child.nextSibling)
    if (/(?:Statement|Declaration)$/.test(child.name)) count++;
  return count;
}

const functions = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunction|MethodDeclaration)$/;

/** Whether the node is a function of any kind. A method of an object is a `Property` node. */
export function isFunction(node: SyntaxNode): boolean {
  return functions.test(node.name) || (node.name === 'Property' && node.getChild('ParamList') !== null);
}

/** Any function but an arrow function, which often runs where it is written. */
export function isNamedFunction(node: SyntaxNode): boolean {
  return isFunction(node) && node.name !== 'ArrowFunction';
}
