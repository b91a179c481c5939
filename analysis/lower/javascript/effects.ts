import type { Operator, Statement } from '../../ir/ir.ts';
import { evaluated, type LowerStatement, type Lowering, literal } from './lowering.ts';
import { type MisreadAssignment, misreadAssignment } from './misread.ts';
import { assignedValue, isLogical, stepOf, updateOperator } from './operators.ts';
import { hasChild, type Node, spanOf } from './plain-tree.ts';
import { targetOf } from './targets.ts';

export const expressionStatement: LowerStatement = (lowering, node) => {
  const expression = node.children.find(lowering.isExpression);
  return expression === undefined ? [] : effectsOf(lowering, expression);
};

/** Lowers an expression whose result is not used to statements. */
export function effectsOf(lowering: Lowering, expression: Node): readonly Statement[] {
  const misread = misreadAssignment(lowering, expression);
  if (misread !== undefined) return patternAssigned(lowering, expression, misread);
  const [inner] = expression.children;
  switch (expression.name) {
    case 'SequenceExpression':
      return expression.children.filter(lowering.isExpression).flatMap((one) => effectsOf(lowering, one));
    case 'ParenthesizedExpression':
      if (inner === undefined) return [];
      return (
        lowering.nested(() => effectsOf(lowering, inner)) ?? [evaluated(lowering.expression(inner, inner))]
      );
    case 'AssignmentExpression':
      return assigned(lowering, expression);
    case 'PostfixExpression':
    case 'UnaryExpression':
      return steppedOrDeleted(lowering, expression);
    default:
      return [evaluated(lowering.expression(expression, expression))];
  }
}

function patternAssigned(
  lowering: Lowering,
  expression: Node,
  { pattern, value }: MisreadAssignment,
): readonly Statement[] {
  const target = targetOf(lowering, pattern, undefined);
  const assignedTo = lowering.expression(value, expression);
  const at = { start: pattern.from, end: value?.to ?? expression.to };
  return [
    target === undefined
      ? evaluated(assignedTo)
      : { kind: 'assign', targets: [target], value: assignedTo, at },
  ];
}

/** `x++`, `--x`, `delete x.y`. */
function steppedOrDeleted(lowering: Lowering, node: Node): readonly Statement[] {
  const at = spanOf(node);
  const step = stepOf(lowering, node);
  if (step !== undefined)
    return [
      {
        kind: 'assign',
        targets: [step.target],
        value: literal(step.change, node),
        update: 'subtract',
        at,
      },
    ];
  const deleted = hasChild(node, 'delete') ? node.children[1] : undefined;
  const place = deleted && targetOf(lowering, deleted, undefined);
  return place === undefined
    ? [evaluated(lowering.expression(node, node))]
    : [{ kind: 'delete', target: place, at }];
}

/** `a = b = value` has several targets. */
function assigned(lowering: Lowering, node: Node): readonly Statement[] {
  const operator = updateOperator(lowering, node);
  if (operator !== undefined) return updated(lowering, node, operator);
  const targets = [];
  let last: Node = node;
  for (;;) {
    const [left] = last.children;
    const target = left && targetOf(lowering, left, undefined);
    if (target !== undefined) targets.push(target);
    const next = last.children.at(-1);
    const continues = next?.name === 'AssignmentExpression' && hasChild(next, 'Equals');
    if (!continues) break;
    last = next;
  }
  const value = assignedValue(lowering, last);
  return [targets.length === 0 ? evaluated(value) : { kind: 'assign', targets, value, at: spanOf(node) }];
}

function updated(lowering: Lowering, node: Node, operator: Operator): readonly Statement[] {
  const [left] = node.children;
  const target = left && targetOf(lowering, left, undefined);
  const at = spanOf(node);
  if (target === undefined) return [evaluated(assignedValue(lowering, node))];
  if (isLogical(operator)) return [evaluated(lowering.expression(node, node))];
  const value = lowering.expression(node.children.findLast(lowering.isExpression), node);
  return [{ kind: 'assign', targets: [target], value, update: operator, at }];
}
