import type { ComprehensionExpression, ComprehensionLoop, Expression } from '../../ir/ir.ts';
import { type Context, operation, spanOf, unknown } from './context.ts';
import { isError, type Node, withoutBrackets } from './nodes.ts';
import { lowerTargets, namesIn } from './targets.ts';

const types: ReadonlyMap<string, ComprehensionExpression['type']> = new Map([
  ['ArrayComprehensionExpression', 'list'],
  ['SetComprehensionExpression', 'set'],
  ['DictionaryComprehensionExpression', 'dictionary'],
  ['ComprehensionExpression', 'generator'],
]);

export function isComprehension(nodes: readonly Node[]): boolean {
  return nodes.some(({ name }) => name === 'for');
}

interface Clause {
  readonly isAsync: boolean;
  readonly targets: readonly Node[];
  readonly iterable: Node | undefined;
  readonly conditions: readonly Node[];
}

/** Lowers all comprehensions. Their variables are not visible outside of them. */
export function lowerComprehension(context: Context, node: Node): Expression {
  const parts = withoutBrackets(node);
  const start = parts.findIndex(({ name }) => name === 'for' || name === 'async');
  const clauses = clausesOf(parts.slice(start));
  const elements = parts.slice(0, start).filter((part) => part.name !== ':' && !isEmptyError(part));
  const names = namesIn(clauses.flatMap(({ targets }) => targets));
  const [first] = clauses;
  // The first iterable is evaluated outside of the comprehension.
  const iterable = first && iterableOf(context, first);
  return context.withVariables(node, names, () => {
    const loops = clauses.flatMap(
      (clause) => loopOf(context, clause, clause === first ? iterable : undefined) ?? [],
    );
    const [key, value] = elements;
    const type = types.get(node.name) ?? 'generator';
    const at = spanOf(node);
    if (key === undefined || key.name === '**') return unknown(at);
    return value === undefined
      ? { kind: 'comprehension', type, loops, element: context.expression(key), at }
      : {
          kind: 'comprehension',
          type,
          loops,
          key: context.expression(key),
          element: context.expression(value),
          at,
        };
  });
}

function isEmptyError(node: Node): boolean {
  return isError(node) && node.children.length === 0;
}

function clausesOf(parts: readonly Node[]): readonly Clause[] {
  const starts = parts.flatMap(({ name }, at) => (name === 'for' ? [at] : []));
  return starts.map((start, at) => {
    const clause = parts.slice(start + 1, starts[at + 1] ?? parts.length);
    const border = clause.findIndex(({ name }) => name === 'in');
    const after = clause.slice(border + 1);
    return {
      isAsync: parts[start - 1]?.name === 'async',
      targets: border === -1 ? [] : clause.slice(0, border),
      iterable: border === -1 ? undefined : after[0],
      conditions: after.flatMap((node, index) => (after[index - 1]?.name === 'if' ? [node] : [])),
    };
  });
}

function iterableOf(context: Context, { iterable, isAsync }: Clause): Expression | undefined {
  const value = iterable && context.expression(iterable);
  return value && isAsync ? operation('await', [value], value.at) : value;
}

function loopOf(
  context: Context,
  clause: Clause,
  known: Expression | undefined,
): ComprehensionLoop | undefined {
  const iterable = known ?? iterableOf(context, clause);
  const target = lowerTargets(context, clause.targets);
  if (target === undefined || iterable === undefined) return undefined;
  const conditions = clause.conditions.map((node) => context.expression(node));
  return { target, iterable, conditions };
}
