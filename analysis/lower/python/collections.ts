import type { Argument, Entry, Expression, Item } from '../../ir/ir.ts';
import { type Context, operation, spanAround, spanOf, unknown } from './context.ts';
import { isComprehension, lowerComprehension } from './comprehensions.ts';
import { commaGroups, isError, type Node, withoutBrackets } from './nodes.ts';
import { isStarred, lowerTarget, withoutStar } from './targets.ts';

const types = { ArrayExpression: 'list', TupleExpression: 'tuple', SetExpression: 'set' } as const;

/** Lowers `[a, *b]`, `(a, b)` and `{a, b}`. */
export function lowerCollection(context: Context, node: Node, name: keyof typeof types): Expression {
  const groups = commaGroups(withoutBrackets(node));
  const items = groups.flatMap((group) => itemFrom(context, group) ?? []);
  return { kind: 'collection', type: types[name], items, at: spanOf(node) };
}

/** Lowers `a`, or `a, *b` without brackets, which is a tuple. */
export function lowerTuple(context: Context, nodes: readonly Node[]): Expression {
  const groups = commaGroups(nodes);
  const [first] = groups;
  if (first === undefined) return unknown(spanAround(nodes));
  const isTuple = nodes.some(({ name }) => name === ',') || isStarred(context, first[0]);
  if (!isTuple) return single(context, first);
  const items = groups.flatMap((group) => itemFrom(context, group) ?? []);
  return { kind: 'collection', type: 'tuple', items, at: spanAround(nodes) };
}

/** Undefined for text that the parser skipped. */
function itemFrom(context: Context, group: readonly Node[]): Item | undefined {
  const [first] = group;
  if (first === undefined || (group.length === 1 && isEmptyError(first))) return undefined;
  if (!isStarred(context, first)) return { value: single(context, group), isSpread: false };
  const node = group.find((one) => one !== first) ?? withoutStar(context, first);
  return { value: node.name === '*' ? unknown(spanOf(node)) : context.expression(node), isSpread: true };
}

function isEmptyError(node: Node): boolean {
  return isError(node) && node.children.length === 0;
}

/** One expression, or several that the parser could not combine. */
function single(context: Context, group: readonly Node[]): Expression {
  const nodes = group.filter((node) => !isEmptyError(node));
  const [first, second, third] = nodes;
  if (first !== undefined && second === undefined) return context.expression(first);
  if (first === undefined) return unknown(spanAround(group));
  const isWalrus = second?.name === 'AssignOp' && context.textOf(second) === ':=' && third !== undefined;
  if (isWalrus) return lowerWalrus(context, first, third);
  const values = nodes.filter((node) => /^(?:[A-Z]|None)/.test(node.name) && !node.name.endsWith('Op'));
  return unknown(
    spanAround(group),
    values.map((node) => context.expression(node)),
  );
}

export function lowerWalrus(context: Context, name: Node, value: Node): Expression {
  const lowered = context.expression(value);
  const target = lowerTarget(context, name);
  if (target === undefined) return unknown({ start: name.from, end: value.to }, [lowered]);
  return { kind: 'assignment', target, value: lowered, at: { start: name.from, end: value.to } };
}

/** Lowers `{key: value, **others}`. */
export function lowerDictionary(context: Context, node: Node): Expression {
  const groups = commaGroups(withoutBrackets(node));
  const entries = groups.flatMap((group) => entryFrom(context, group) ?? []);
  return { kind: 'dictionary', entries, at: spanOf(node) };
}

function entryFrom(context: Context, group: readonly Node[]): Entry | undefined {
  const colon = group.findIndex(({ name }) => name === ':');
  if (group[0]?.name === '**') {
    return group[1] === undefined ? undefined : { value: single(context, group.slice(1)) };
  }
  if (colon === -1) {
    const values = group.filter((part) => !isEmptyError(part));
    const incomplete = values.length === 0 ? undefined : single(context, values);
    return (
      incomplete && { key: incomplete, value: unknown({ start: incomplete.at.end, end: incomplete.at.end }) }
    );
  }
  const [key, value] = [group.slice(0, colon), group.slice(colon + 1)];
  return { key: single(context, key), value: single(context, value) };
}

/** Lowers the arguments of a call. `f(x for x in y)` has a single argument. */
export function lowerArguments(context: Context, list: Node): readonly Argument[] {
  return argumentGroups(withoutBrackets(list)).flatMap((group) => argumentFrom(context, group) ?? []);
}

/** The commas in `f(a for a, b in c)` do not separate arguments. */
function argumentGroups(nodes: readonly Node[]): readonly (readonly Node[])[] {
  return isComprehension(nodes) && nodes.filter(({ name }) => name === ',').length > 0
    ? groupsAroundTargets(nodes)
    : commaGroups(nodes);
}

function groupsAroundTargets(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const groups: Node[][] = [[]];
  let isTarget = false;
  for (const node of nodes) {
    if (node.name === 'for') isTarget = true;
    else if (node.name === 'in') isTarget = false;
    if (node.name === ',' && !isTarget) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups.filter((group) => group.length > 0);
}

function argumentFrom(context: Context, group: readonly Node[]): Argument | undefined {
  const [first, second, ...value] = group.filter((node) => !isEmptyError(node));
  if (first === undefined) return undefined;
  if (first.name === '*' || first.name === '**') {
    const spread = first.name === '*' ? 'items' : 'entries';
    return { value: second === undefined ? unknown(spanOf(first)) : context.expression(second), spread };
  }
  const isKeyword = second?.name === 'AssignOp' && context.textOf(second) === '=';
  if (!isKeyword) return { value: possiblyComprehension(context, group) };
  const name = context.textOf(first);
  const isMissing = value.length === 0;
  return { name, value: isMissing ? unknown({ start: second.to, end: second.to }) : single(context, value) };
}

function possiblyComprehension(context: Context, group: readonly Node[]): Expression {
  if (!isComprehension(group)) return single(context, group);
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return unknown(spanAround(group));
  const around = { name: 'ComprehensionExpression', from: first.from, to: last.to, children: group };
  return lowerComprehension(context, around);
}

/** Lowers `object[…]`. */
export function lowerSubscript(context: Context, node: Node, object: Expression): Expression {
  const inside = node.children.slice(1).filter(({ name }) => name !== '[' && name !== ']');
  const at = spanOf(node);
  const hasComma = inside.some(({ name }) => name === ',');
  if (!hasComma && inside.some(({ name }) => name === ':'))
    return { kind: 'slice', object, ...bounds(context, inside), at };
  const groups = commaGroups(inside);
  const isTuple = hasComma || isStarred(context, groups[0]?.[0]);
  const items = groups.flatMap((group) => subscriptItem(context, group) ?? []);
  const [only] = items;
  if (!isTuple) return { kind: 'index', object, index: only?.value ?? unknown(at), at };
  const index: Expression = { kind: 'collection', type: 'tuple', items, at: spanAround(inside) };
  return { kind: 'index', object, index, at };
}

function subscriptItem(context: Context, group: readonly Node[]): Item | undefined {
  if (!group.some(({ name }) => name === ':')) return itemFrom(context, group);
  const { from, to, step } = bounds(context, group);
  const operands = [from, to, step].filter((part) => part !== undefined);
  return { value: operation('unknown', operands, spanAround(group)), isSpread: false };
}

/** The parts of `from:to:step`. */
function bounds(
  context: Context,
  nodes: readonly Node[],
): { readonly from?: Expression; readonly to?: Expression; readonly step?: Expression } {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (node.name === ':') parts.push([]);
    else parts.at(-1)?.push(node);
  }
  const [from, to, step] = parts.map((part) => {
    const isMissing = part.every(isEmptyError);
    return isMissing ? undefined : single(context, part);
  });
  return { ...(from && { from }), ...(to && { to }), ...(step && { step }) };
}
