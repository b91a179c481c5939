import type { Expression, SequenceTarget, Target, TargetItem } from '../../ir/ir.ts';
import { type Context, spanAround, unknown } from './context.ts';
import { commaGroups, isError, type Node, withoutBrackets } from './nodes.ts';

/**
 * Lowers comma-separated targets, such as those of an assignment or a loop. Undefined if they are not valid
 * targets. Names are bound in the current scope.
 */
export function lowerTargets(context: Context, nodes: readonly Node[]): Target | undefined {
  const groups = commaGroups(nodes);
  const [first] = groups;
  if (first === undefined) return undefined;
  const [only, another] = first;
  const isSequence = groups.length > 1 || nodes.some(({ name }) => name === ',') || isStarred(context, only);
  if (isSequence) return sequence(context, groups, nodes);
  return only === undefined || another !== undefined ? undefined : lowerTarget(context, only);
}

export function lowerTarget(context: Context, node: Node): Target | undefined {
  let target = node;
  while (target.name === 'ParenthesizedExpression') {
    const inside = withoutBrackets(target)[0];
    if (inside === undefined) return undefined;
    target = inside;
  }
  if (target.name === 'VariableName') return context.binding(target);
  if (target.name === 'TupleExpression' || target.name === 'ArrayExpression') {
    const nodes = withoutBrackets(target);
    return context.nested(() => sequence(context, commaGroups(nodes), [target]));
  }
  return target.name === 'MemberExpression' ? targetFrom(context.expression(target), target) : undefined;
}

/** `object[1:2] = value` assigns to an index that is not known. */
function targetFrom(expression: Expression, node: Node): Target | undefined {
  const { kind, at } = expression;
  if (kind === 'name' || kind === 'member' || kind === 'index') return expression;
  if (kind !== 'slice') return undefined;
  const { object, from, to, step } = expression;
  const bounds = [from, to, step].filter((part) => part !== undefined);
  const inside = spanAround(
    node.children.filter(({ name }, index) => index > 0 && name !== '[' && name !== ']'),
  );
  return { kind: 'index', object, index: unknown(inside, bounds), at };
}

function sequence(
  context: Context,
  groups: readonly (readonly Node[])[],
  around: readonly Node[],
): SequenceTarget {
  return {
    kind: 'sequence-target',
    items: groups.map((group) => itemOf(context, group)),
    at: spanAround(around),
  };
}

function itemOf(context: Context, group: readonly Node[]): TargetItem | undefined {
  const [first] = group;
  const isRest = isStarred(context, first);
  const node = group.find((one) => one !== first || !isRest);
  const target = node === undefined ? undefined : lowerTarget(context, withoutStar(context, node));
  return target && { target, isRest };
}

/** Also `*a` where the parser does not expect it. */
export function isStarred(context: Context, node: Node | undefined): boolean {
  if (node === undefined) return false;
  if (node.name === '*') return true;
  return isError(node) && node.children[0]?.name === '*' ? true : isRewrittenStar(context, node);
}

/** `for x in *a` is parsed as `for x in ~a`. */
function isRewrittenStar(context: Context, node: Node): boolean {
  return node.name === 'UnaryExpression' && context.text[node.from] === '*';
}

/** The operand of `*a`. */
export function withoutStar(context: Context, node: Node): Node {
  return isRewrittenStar(context, node) ? (node.children.at(-1) ?? node) : node;
}

/** The names that targets bind. */
export function namesIn(targets: readonly Node[]): readonly Node[] {
  const names: Node[] = [];
  const open = [...targets];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.name === 'VariableName') names.push(node);
    if (/^(?:Tuple|Array|Parenthesized)Expression$/.test(node.name)) open.push(...node.children);
  }
  return names;
}
