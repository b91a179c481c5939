import type { Expression, Literal } from '../../ir/ir.ts';
import {
  lowerArguments,
  lowerCollection,
  lowerDictionary,
  lowerSubscript,
  lowerTuple,
  lowerWalrus,
} from './collections.ts';
import { lowerComprehension } from './comprehensions.ts';
import { type Context, operation, spanOf, unknown } from './context.ts';
import { lowerLambda } from './functions.ts';
import { isError, type Node, withoutBrackets } from './nodes.ts';
import { lowerOperation } from './operators.ts';
import { lowerString } from './strings.ts';

/** Lowers any expression. Callers use `Context.expression`, which limits the depth. */
export function lowerExpression(context: Context, node: Node): Expression {
  switch (node.name) {
    case 'VariableName':
      return context.variable(node);
    case 'MemberExpression':
      return lowerMember(context, node);
    case 'CallExpression':
      return lowerCall(context, node);
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return lowerString(context, node);
    case 'Number':
    case 'Boolean':
    case 'None':
      return lowerConstant(context, node);
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'AwaitExpression':
      return lowerOperation(context, node);
    case 'ParenthesizedExpression':
      return lowerParentheses(context, node);
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return lowerCollection(context, node, node.name);
    case 'DictionaryExpression':
      return lowerDictionary(context, node);
    case 'ComprehensionExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return lowerComprehension(context, node);
    case 'ConditionalExpression':
      return lowerChoice(context, node);
    case 'LambdaExpression':
      return lowerLambda(context, node);
    case 'NamedExpression':
      return lowerNamed(context, node);
    case 'YieldExpression':
    case 'YieldStatement':
      return lowerYield(context, node);
    default:
      return lowerUnexpected(context, node);
  }
}

/** Code that the parser could not combine. Its parts are evaluated all the same. */
function lowerUnexpected(context: Context, node: Node): Expression {
  const parts = node.children.filter(({ name }) => /^[A-Z].*(?:Expression|String|Name)$|^String$/.test(name));
  return unknown(
    spanOf(node),
    parts.map((part) => (part.name === 'PropertyName' ? unknown(spanOf(part)) : context.expression(part))),
  );
}

function lowerConstant(context: Context, node: Node): Expression {
  const value = constantOf(context.textOf(node), node.name);
  return value === undefined ? unknown(spanOf(node)) : { kind: 'literal', value, at: spanOf(node) };
}

/** Undefined for numbers that JavaScript would show differently, such as `1.0` and very large ones. */
function constantOf(written: string, kind: string): Literal {
  if (kind === 'None') return null;
  if (kind === 'Boolean') return written === 'True';
  const value = Number(written.replaceAll('_', ''));
  if (Number.isNaN(value)) return undefined;
  const isInteger = /^\d|^0[box]/i.test(written) && !/[.eE]/.test(written.replace(/^0x.*/i, ''));
  if (isInteger) return Number.isSafeInteger(value) ? value : undefined;
  return Number.isInteger(value) || Math.abs(value) < 1e-4 || Math.abs(value) >= 1e16 ? undefined : value;
}

function lowerMember(context: Context, node: Node): Expression {
  const [object, second] = node.children;
  if (object === undefined) return unknown(spanOf(node));
  const lowered = context.expression(object);
  if (second?.name === '[') return lowerSubscript(context, node, lowered);
  const property = node.children.find(({ name }) => name === 'PropertyName');
  if (property === undefined) return unknown(spanOf(node), [lowered]);
  const name = context.textOf(property);
  return { kind: 'member', object: lowered, name, at: spanOf(node) };
}

function lowerCall(context: Context, node: Node): Expression {
  const callee = node.children[0];
  const list = node.children.find(({ name }) => name === 'ArgList');
  if (callee === undefined || list === undefined) return lowerUnexpected(context, node);
  const at = spanOf(node);
  if (callee.name === 'VariableName' && context.textOf(callee) === 'super') {
    return operation('super', [], at);
  }
  const lowered = context.expression(callee);
  return { kind: 'call', callee: lowered, arguments: lowerArguments(context, list), at };
}

/** Nested parentheses are skipped without recursion. */
function lowerParentheses(context: Context, node: Node): Expression {
  let inside = node;
  while (inside.name === 'ParenthesizedExpression') {
    const parts = withoutBrackets(inside).filter((child) => !isError(child) || child.children.length > 0);
    const [only, another] = parts;
    if (only === undefined) return unknown(spanOf(node));
    if (another !== undefined) return lowerTuple(context, parts);
    inside = only;
  }
  return context.expression(inside);
}

/** `then if condition else otherwise`. Chains of them are cut at the greatest depth. */
function lowerChoice(context: Context, node: Node): Expression {
  const parts = node.children.filter((child) => !isError(child));
  const [then, , condition, , otherwise] = parts;
  if (then === undefined || condition === undefined || otherwise === undefined) {
    return lowerUnexpected(context, node);
  }
  return {
    kind: 'choice',
    condition: context.expression(condition),
    // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
    then: context.expression(then),
    otherwise: context.expression(otherwise),
    at: spanOf(node),
  };
}

function lowerNamed(context: Context, node: Node): Expression {
  const [name, , value] = node.children;
  return name === undefined || value === undefined
    ? lowerUnexpected(context, node)
    : lowerWalrus(context, name, value);
}

/** `yield`, `yield a, b` and `yield from a`. */
function lowerYield(context: Context, node: Node): Expression {
  context.scope.isGenerator = true;
  const parts = node.children.slice(1).filter((child) => !isError(child));
  const at = spanOf(node);
  if (parts.length === 0) return operation('yield', [], at);
  const isFrom = parts[0]?.name === 'from';
  const value = lowerTuple(context, isFrom ? parts.slice(1) : parts);
  return operation(isFrom ? 'yield from' : 'yield', [value], at);
}
