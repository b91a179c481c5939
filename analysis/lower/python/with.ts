import type { Expression, Statement } from '../../ir/ir.ts';
import { lowerTuple } from './collections.ts';
import { type Context, operation, spanOf } from './context.ts';
import { childNamed, commaGroups, isError, type Node, withoutBrackets } from './nodes.ts';
import { lowerTargets } from './targets.ts';

/** Context managers that suppress exceptions of these types. */
const suppressing = new Set(['suppress', 'raises', 'assertRaises']);

/**
 * Lowers `with a as b, c:` to a block that first enters each value, and leaves them in reverse order.
 * `with suppress(E)` also catches the exceptions.
 */
export function lowerWith(context: Context, node: Node): readonly Statement[] {
  const body = childNamed(node, 'Body');
  const start = node.children.findIndex(({ name }) => name === 'with') + 1;
  const isAsync = node.children[0]?.name === 'async';
  const head = node.children.slice(start).filter((child) => child !== body && !isBracketError(child));
  const items = itemsOf(context, head);
  const entries = items.map((item) => entering(context, item, isAsync));
  const inside = context.block(body);
  const exits = entries.toReversed().map(({ exit }) => exit);
  const suppressed = entries.flatMap(({ manager }) => typesSuppressed(manager) ?? []);
  const statements = suppressed.reduce(
    (tried: readonly Statement[], type): readonly Statement[] => [
      {
        kind: 'try',
        body: tried,
        handlers: [{ ...(type !== 'any' && { type }), body: [] }],
        otherwise: [],
        finally: [],
        at: spanOf(body ?? node),
      },
    ],
    inside,
  );
  return [
    {
      kind: 'block',
      body: [...entries.flatMap(({ enter }) => enter), ...statements, ...exits],
      at: spanOf(node),
    },
  ];
}

interface WithItem {
  readonly value: readonly Node[];
  readonly target: readonly Node[];
}

/** The parser reads `with (a as b, c as d)` as `with (a` and `c as d`, with brackets as errors. */
function isBracketError(node: Node): boolean {
  return isError(node) && (node.to === node.from || /^[()]$/.test(node.children[0]?.name ?? ''));
}

function itemsOf(context: Context, head: readonly Node[]): readonly WithItem[] {
  const [only, another] = head;
  const isInBrackets = only?.name === 'TupleExpression' || only?.name === 'ParenthesizedExpression';
  const inside = only && isInBrackets && another === undefined ? withoutBrackets(only) : [];
  const areItems =
    inside.some((node) => rewrittenItem(context, node) !== undefined) || only?.name === 'TupleExpression';
  return commaGroups(isInBrackets && areItems && inside.length > 0 ? inside : head).map((group) =>
    itemFrom(context, group),
  );
}

function itemFrom(context: Context, group: readonly Node[]): WithItem {
  const [first] = group;
  const border = group.findIndex(({ name }) => name === 'as');
  if (border !== -1) return { value: group.slice(0, border), target: group.slice(border + 1, border + 2) };
  const rewritten = first && rewrittenItem(context, first);
  return rewritten ?? { value: group, target: [] };
}

/** `a as (b, c)` is parsed as `a or (b, c)`, because the parser only accepts names as targets. */
function rewrittenItem(context: Context, node: Node): WithItem | undefined {
  if (node.name !== 'BinaryExpression') return undefined;
  const [value, sign, target] = node.children;
  if (value === undefined || target === undefined || sign === undefined) return undefined;
  return context.textOf(sign) === 'as' ? { value: [value], target: [target] } : undefined;
}

function entering(
  context: Context,
  { value, target }: WithItem,
  isAsync: boolean,
): { readonly manager: Expression; readonly enter: readonly Statement[]; readonly exit: Statement } {
  const manager = lowerTuple(context, value);
  const held = context.fresh('with', manager.at);
  const entered = operation('enter', [held], manager.at);
  const result = isAsync ? operation('await', [entered], manager.at) : entered;
  const bound = lowerTargets(context, target);
  const at = { start: manager.at.start, end: bound?.at.end ?? manager.at.end };
  return {
    manager,
    enter: [
      { kind: 'assign', targets: [held], value: manager, at: manager.at },
      bound
        ? { kind: 'assign', targets: [bound], value: result, at }
        : { kind: 'evaluate', value: result, at },
    ],
    exit: { kind: 'evaluate', value: operation('exit', [held], manager.at), at: manager.at },
  };
}

/** `any` if the types are not known. */
function typesSuppressed(manager: Expression): Expression | 'any' | undefined {
  if (manager.kind !== 'call') return undefined;
  const { callee, at } = manager;
  const isName = callee.kind === 'name' || callee.kind === 'member';
  if (!isName || !suppressing.has(callee.name)) return undefined;
  const types = manager.arguments.filter(({ name, spread }) => name === undefined && spread !== 'entries');
  const [only, another] = types;
  if (only === undefined) return 'any';
  if (another === undefined && only.spread === undefined) return only.value;
  const items = types.map(({ value, spread }) => ({ value, isSpread: spread !== undefined }));
  return { kind: 'collection', type: 'tuple', items, at };
}
