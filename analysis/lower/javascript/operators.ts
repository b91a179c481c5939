import type { Expression, Operator, Target } from '../../ir/ir.ts';
import { numberIn, stringIn } from './literals.ts';
import { type LowerExpression, type Lowering, literal, operation, unknown } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';
import { targetOf } from './targets.ts';

const binaryOperators = new Map<string, Operator>([
  ['+', 'add'],
  ['-', 'subtract'],
  ['%', 'modulo'],
  ['&&', 'and'],
  ['||', 'or'],
  ['??', 'coalesce'],
  ['==', 'equal'],
  ['===', 'equal'],
  ['!=', 'unequal'],
  ['!==', 'unequal'],
  ['<', 'less'],
  ['<=', 'at most'],
  ['>', 'greater'],
  ['>=', 'at least'],
  ['in', 'in'],
  ['instanceof', 'instance'],
]);
/** `a + b + c` is one operation. */
const chained: ReadonlySet<Operator> = new Set(['add', 'and', 'or', 'coalesce', 'arithmetic']);

function operatorOf(lowering: Lowering, { children }: Node): Operator {
  const [, mark] = children;
  return (mark && binaryOperators.get(lowering.textOf(mark))) ?? 'arithmetic';
}

const binary: LowerExpression = (lowering, node) => {
  const [left, mark, right] = node.children;
  if (left === undefined || mark === undefined) return unknown(node);
  if (mark.name === 'as' || mark.name === 'satisfies') return lowering.expression(left, node);
  const arrow = genericAsyncArrow(lowering, node);
  if (arrow !== undefined) return lowering.expression(arrow, node);
  const operator = operatorOf(lowering, node);
  if (operator === 'equal' || operator === 'unequal') {
    const tested = typeTest(lowering, node, left, right);
    if (tested !== undefined) return operator === 'equal' ? tested : operation('not', node, [tested]);
  }
  const operands = chained.has(operator) ? chainOf(lowering, node, operator) : [left, right];
  return operation(
    operator,
    node,
    operands.map((operand) => operandOf(lowering, operand, node)),
  );
};

function operandOf(lowering: Lowering, operand: Node | undefined, owner: Node): Expression {
  // `#key in object`
  if (operand?.name === 'PrivatePropertyName') return literal(lowering.textOf(operand), operand);
  return lowering.expression(operand, owner);
}

/** The operands of a chain that is nested to the left, such as `((a + b) + c)`. */
function chainOf(lowering: Lowering, node: Node, operator: Operator): readonly (Node | undefined)[] {
  const operands: (Node | undefined)[] = [];
  let inner = node;
  for (;;) {
    operands.push(inner.children[2]);
    const [left] = inner.children;
    const continues =
      left?.name === 'BinaryExpression' &&
      !hasChild(left, 'as') &&
      !hasChild(left, 'satisfies') &&
      genericAsyncArrow(lowering, left) === undefined &&
      operatorOf(lowering, left) === operator;
    if (!continues) return [...operands, left].toReversed();
    inner = left;
  }
}

/** `async <T>(x: T) => x`, which the parser reads as the comparisons `async < T > ((x) => x)`. */
function genericAsyncArrow(lowering: Lowering, { children }: Node): Node | undefined {
  const [left, , right] = children;
  const [name] = left?.children ?? [];
  if (right?.name !== 'ArrowFunction' || left?.name !== 'BinaryExpression' || name === undefined)
    return undefined;
  if (lowering.textOf(name) !== 'async') return undefined;
  return { ...right, children: [{ ...name, name: 'async' }, ...right.children] };
}

/** `typeof x === "string"`, also the other way around. */
function typeTest(
  lowering: Lowering,
  node: Node,
  left: Node,
  right: Node | undefined,
): Expression | undefined {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ]) {
    const tested = one && typeofOperand(one);
    const type = other?.name === 'String' ? stringIn(lowering, other) : undefined;
    if (tested !== undefined && other !== undefined && type !== undefined)
      return operation('instance', node, [lowering.expression(tested, node), literal(type, other)]);
  }
  return undefined;
}

/** Returns `x` of `typeof x`. */
export function typeofOperand(node: Node): Node | undefined {
  let inner: Node | undefined = node;
  while (inner?.name === 'ParenthesizedExpression') [inner] = inner.children;
  return inner?.name === 'UnaryExpression' && hasChild(inner, 'typeof') ? inner.children[1] : undefined;
}

const unary: LowerExpression = (lowering, node) => {
  const [mark, operand] = node.children;
  if (mark === undefined) return unknown(node);
  const sign = lowering.textOf(mark);
  if (sign === '++' || sign === '--') return stepped(lowering, node, operand, sign);
  if (sign === '-' && operand?.name === 'Number') {
    const value = numberIn(lowering.textOf(operand));
    if (value !== undefined) return literal(-value, node);
  }
  if (sign === '!' && operand?.name === 'UnaryExpression' && isNot(lowering, operand))
    return operation('truth', node, [lowering.expression(operand.children[1], node)]);
  return operation(unaryOperator(sign), node, [lowering.expression(operand, node)]);
};

function isNot(lowering: Lowering, { children }: Node): boolean {
  return children[0] !== undefined && lowering.textOf(children[0]) === '!';
}

function unaryOperator(sign: string): Operator {
  if (sign === '!') return 'not';
  if (sign === 'void' || sign === 'delete') return sign;
  return sign === 'typeof' ? 'unknown' : 'arithmetic';
}

/** `++x` and `--x` within an expression. The sum of a text and a number would be a text. */
function stepped(lowering: Lowering, node: Node, operand: Node | undefined, sign: string): Expression {
  const target = operand && targetOf(lowering, operand, undefined);
  const operands = [lowering.expression(operand, node), literal(changeOf(sign), node)];
  const value = operation('subtract', node, operands);
  return target === undefined ? value : { kind: 'assignment', target, value, at: spanOf(node) };
}

/** What `++` and `--` subtract. */
function changeOf(sign: string): number {
  return sign === '++' ? -1 : 1;
}

/** `x++`, whose value is the one before, and `x!`. */
const postfix: LowerExpression = (lowering, node) => {
  const mark = childNamed(node, 'ArithOp');
  return mark === undefined
    ? lowering.expression(node.children[0], node)
    : operation('unknown', node, [stepped(lowering, node, node.children[0], lowering.textOf(mark))]);
};

/** The operator of `+=`. Undefined for `=`. */
export function updateOperator(lowering: Lowering, node: Node): Operator | undefined {
  const mark = childNamed(node, 'UpdateOp');
  const sign = mark && lowering.textOf(mark).slice(0, -1);
  return sign === undefined ? undefined : (binaryOperators.get(sign) ?? 'arithmetic');
}

const assignment: LowerExpression = (lowering, node) => {
  const [left, ...others] = node.children;
  const target = left && targetOf(lowering, left, undefined);
  const at = spanOf(node);
  const operator = updateOperator(lowering, node);
  if (target !== undefined && operator !== undefined && isLogical(operator)) {
    const value = lowering.expression(others.findLast(lowering.isExpression), node);
    const right: Expression = { kind: 'assignment', target, value, at };
    return operation(operator, node, [lowering.expression(left, node), right]);
  }
  const value = assignedValue(lowering, node);
  return target === undefined ? value : { kind: 'assignment', target, value, at };
};

/** `x ??= y` means `x ?? (x = y)`. */
export function isLogical(operator: Operator): boolean {
  return operator === 'and' || operator === 'or' || operator === 'coalesce';
}

/** What an assignment assigns: for `x += y`, this is `x + y`. */
export function assignedValue(lowering: Lowering, node: Node): Expression {
  const [left, ...others] = node.children;
  const right = lowering.expression(others.findLast(lowering.isExpression), node);
  const operator = updateOperator(lowering, node);
  return operator === undefined ? right : operation(operator, node, [lowering.expression(left, node), right]);
}

/** The target of `x++`, `--x`, and what is subtracted from it. Undefined for other expressions. */
export function stepOf(
  lowering: Lowering,
  node: Node,
): { readonly target: Target; readonly change: number } | undefined {
  const mark = childNamed(node, 'ArithOp');
  const sign = mark && lowering.textOf(mark);
  const operand = sign === '++' || sign === '--' ? node.children.find(lowering.isExpression) : undefined;
  const target = operand && targetOf(lowering, operand, undefined);
  return target && sign !== undefined ? { target, change: changeOf(sign) } : undefined;
}

const conditional: LowerExpression = (lowering, node) => {
  const [condition, then, otherwise] = node.children.filter(lowering.isExpression);
  return {
    kind: 'choice',
    condition: lowering.expression(condition, node),
    // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
    then: lowering.expression(then, node),
    otherwise: lowering.expression(otherwise, node),
    at: spanOf(node),
  };
};

const sequence: LowerExpression = (lowering, node) => {
  const operands = node.children.filter(lowering.isExpression);
  return operation(
    'sequence',
    node,
    operands.map((operand) => lowering.expression(operand, node)),
  );
};

/** Parentheses, type assertions and type arguments do not change the value. */
const inner: LowerExpression = (lowering, node) =>
  lowering.expression(node.children.find(lowering.isExpression), node);

const wait: LowerExpression = (lowering, node) => operation('await', node, [inner(lowering, node)]);

const generated: LowerExpression = (lowering, node) =>
  operation(hasChild(node, 'Star') ? 'yield from' : 'yield', node, [inner(lowering, node)]);

export const operators: readonly (readonly [string, LowerExpression])[] = [
  ['BinaryExpression', binary],
  ['UnaryExpression', unary],
  ['PostfixExpression', postfix],
  ['AssignmentExpression', assignment],
  ['ConditionalExpression', conditional],
  ['SequenceExpression', sequence],
  ['ParenthesizedExpression', inner],
  ['InstantiationExpression', inner],
  ['PrefixCast', inner],
  ['AwaitExpression', wait],
  ['YieldExpression', generated],
];
