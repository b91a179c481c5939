import type { Expression, Operator } from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';
import { type Context, operation, spanOf, unknown } from './context.ts';
import { isError, type Node } from './nodes.ts';

interface Sign {
  readonly operator: Operator;
  readonly precedence: number;
  readonly isPrefix: boolean;
  readonly isMinus?: boolean;
  readonly from: number;
}

interface Value {
  readonly expression: Expression;
  /** The operands, while more of them can be added to the same operation. */
  readonly open?: { readonly operator: Operator; readonly operands: Expression[] };
  /** The last comparison, which `a < b < c` continues. */
  readonly comparison?: {
    readonly operator: Operator;
    readonly left: Expression;
    readonly right: Expression;
  };
  readonly depth: number;
}

/** Different operators in a row, such as in `a + b - c + d`, beyond which the result is unknown. */
const maximumOperators = 40;

const power = 12;
const precedences: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ['|', 5],
  ['^', 6],
  ['&', 7],
  ['<<', 8],
  ['>>', 8],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['@', 10],
  ['/', 10],
  ['//', 10],
  ['%', 10],
  ['**', power],
]);
const precedenceOfPrefix: ReadonlyMap<string, number> = new Map([
  ['not', 3],
  ['await', 13],
]);
const precedenceOfSign = 11;
const precedenceOfComparison = 4;

const operators: ReadonlyMap<string, Operator> = new Map([
  ['or', 'or'],
  ['and', 'and'],
  ['|', 'union'],
  ['+', 'add'],
  ['-', 'subtract'],
  ['%', 'modulo'],
  ['==', 'equal'],
  ['!=', 'unequal'],
  ['<>', 'unequal'],
  ['is', 'equal'],
  ['is not', 'unequal'],
  ['in', 'in'],
  ['not in', 'not in'],
  ['<', 'less'],
  ['>', 'greater'],
  ['<=', 'at most'],
  ['>=', 'at least'],
]);

/** The operators that are lowered to one operation with all operands, such as `a + b + c`. */
const associative: ReadonlySet<Operator> = new Set(['or', 'and', 'add', 'union']);
const comparisons: ReadonlySet<Operator> = new Set([
  'equal',
  'unequal',
  'less',
  'greater',
  'at most',
  'at least',
  'in',
  'not in',
]);

/** The operator of `a += b` by its text, such as `+`. */
export function operatorOf(written: string): Operator {
  return operators.get(written) ?? 'arithmetic';
}

export function isOperation({ name }: Node): boolean {
  return name === 'BinaryExpression' || name === 'UnaryExpression' || name === 'AwaitExpression';
}

/**
 * Lowers an expression with operators. The parser reads `not a and b` as `not (a and b)`, and `await a + b` as
 * `await (a + b)`. The operators are therefore combined again, with Python's precedence. This also works for
 * chains of any length.
 */
export function lowerOperation(context: Context, node: Node): Expression {
  const values: Value[] = [];
  const signs: Sign[] = [];
  for (const part of partsOf(context, node)) {
    if ('expression' in part) values.push(part);
    else {
      while (!part.isPrefix && bindsBefore(signs.at(-1), part)) reduce(context, signs, values);
      signs.push(part);
    }
  }
  while (signs.length > 0) reduce(context, signs, values);
  const [result, another] = values;
  if (result !== undefined && another === undefined) return result.expression;
  return unknown(
    spanOf(node),
    values.map(({ expression }) => expression),
  );
}

function bindsBefore(before: Sign | undefined, { precedence }: Sign): boolean {
  if (before === undefined) return false;
  return precedence === power ? before.precedence > precedence : before.precedence >= precedence;
}

/** The operands and operators in order, without the structure that the parser gave them. */
function* partsOf(context: Context, node: Node): Generator<Sign | Value> {
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const sign = signOf(context, next);
    if (sign !== undefined) yield sign;
    else if (isOperation(next)) open.push(...operandsAndSigns(context, next).toReversed());
    else yield { expression: context.expression(next), depth: 0 };
  }
}

/** Merges `not in` and `is not`. Text that the parser skipped is left out; a missing operand remains. */
function operandsAndSigns(context: Context, { name, from, children }: Node): readonly Node[] {
  // A decorator is parsed as if it began with `~`.
  if (name === 'UnaryExpression' && context.text[from] === '@') return children.slice(1);
  const merged: Node[] = [];
  for (const node of children) {
    const before = merged.at(-1);
    if (isError(node) && node.to > node.from) continue;
    const isSecond =
      (node.name === 'in' && before?.name === 'not') || (node.name === 'not' && before?.name === 'is');
    if (isSecond && before !== undefined) {
      merged[merged.length - 1] = { ...before, name: `${before.name} ${node.name}`, to: node.to };
    } else if (name === 'UnaryExpression' && merged.length === 0 && node.name !== 'not') {
      merged.push({ ...node, name: 'sign' });
    } else merged.push(node);
  }
  return merged;
}

function signOf(context: Context, node: Node): Sign | undefined {
  const { name, from } = node;
  if (name === 'sign') {
    const isMinus = context.text[from] === '-';
    return { operator: 'arithmetic', precedence: precedenceOfSign, isPrefix: true, isMinus, from };
  }
  const prefix = precedenceOfPrefix.get(name);
  if (prefix !== undefined) {
    return { operator: name === 'not' ? 'not' : 'await', precedence: prefix, isPrefix: true, from };
  }
  const isSymbol = name === 'ArithOp' || name === 'BitOp' || name === 'CompareOp';
  const written = isSymbol ? context.textOf(node) : name;
  if (!isSymbol && !operators.has(written)) return undefined;
  const operator = written === '' ? 'unknown' : operatorOf(written);
  const isComparison = comparisons.has(operator);
  const precedence = isComparison ? precedenceOfComparison : (precedences.get(written) ?? 1);
  return { operator, precedence, isPrefix: false, from };
}

function reduce(context: Context, signs: Sign[], values: Value[]): void {
  const sign = signs.pop();
  const right = values.pop();
  if (sign === undefined || right === undefined) return;
  if (sign.isPrefix) {
    values.push(prefixed(sign, right));
    return;
  }
  const left = values.pop();
  values.push(left === undefined ? right : combined(context, sign.operator, left, right));
}

function prefixed({ operator, isMinus, from }: Sign, { expression, depth }: Value): Value {
  const at = { start: from, end: expression.at.end };
  if (isMinus && expression.kind === 'literal' && typeof expression.value === 'number') {
    return { expression: { kind: 'literal', value: -expression.value, at }, depth };
  }
  if (depth >= maximumOperators) return { expression: unknown(at, operandsOf(expression)), depth };
  return { expression: operation(operator, [expression], at), depth: depth + 1 };
}

function operandsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'operation' && expression.operator === 'unknown'
    ? expression.operands
    : [expression];
}

function combined(context: Context, operator: Operator, left: Value, right: Value): Value {
  const at = { start: left.expression.at.start, end: right.expression.at.end };
  const { open } = left;
  if (comparisons.has(operator)) return compared(context, operator, left, right, at);
  if (open !== undefined && (open.operator === operator || open.operator === 'unknown')) {
    open.operands.push(right.expression);
    return { expression: operation(open.operator, open.operands, at), open, depth: deepest(left, right) };
  }
  const depth = deepest(left, { depth: right.depth + 1 });
  if (depth > maximumOperators) {
    // `a ** b ** c` nests to the right.
    const operands = right.open?.operator === 'unknown' ? right.open.operands : [right.expression];
    operands.unshift(left.expression);
    return { expression: unknown(at, operands), open: { operator: 'unknown', operands }, depth };
  }
  const operands = [left.expression, right.expression];
  return {
    expression: operation(operator, operands, at),
    ...(associative.has(operator) && { open: { operator, operands } }),
    depth: associative.has(operator) ? depth : depth + 1,
  };
}

function deepest(left: { readonly depth: number }, right: { readonly depth: number }): number {
  return Math.max(left.depth + 1, right.depth);
}

/** `a < b < c` compares `a < b and b < c`, and evaluates `b` once. */
function compared(context: Context, operator: Operator, before: Value, right: Value, at: Span): Value {
  const chain = before.comparison;
  if (chain === undefined) {
    const comparison = { operator, left: before.expression, right: right.expression };
    return { expression: comparing(comparison, at), comparison, depth: deepest(before, right) };
  }
  const shared = isSimple(chain.right) ? chain.right : context.fresh('compared', chain.right.at);
  const operands = before.open?.operands ?? [before.expression];
  if (shared.kind === 'name' && shared !== chain.right) {
    const value: Expression = {
      kind: 'assignment',
      target: shared,
      value: chain.right,
      at: chain.right.at,
    };
    const whole = { start: chain.left.at.start, end: chain.right.at.end };
    operands[operands.length - 1] = comparing({ ...chain, right: value }, whole);
  }
  const comparison = { operator, left: shared, right: right.expression };
  operands.push(comparing(comparison, { start: shared.at.start, end: at.end }));
  const expression = operation('and', operands, at);
  return { expression, open: { operator: 'and', operands }, comparison, depth: deepest(before, right) };
}

function comparing({ operator, left, right }: NonNullable<Value['comparison']>, at: Span): Expression {
  return operation(operator, [left, right], at);
}

/** Whether evaluating it twice makes no difference. */
function isSimple({ kind }: Expression): boolean {
  return kind === 'literal' || kind === 'name';
}
