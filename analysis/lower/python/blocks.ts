import type { Expression, LoopStatement, Statement, TryStatement } from '../../ir/ir.ts';
import { lowerTuple } from './collections.ts';
import { chained, type Clause } from './clauses.ts';
import { type Context, operation, spanAround, spanOf, unknown } from './context.ts';
import { isError, type Node } from './nodes.ts';
import { partsBetweenCommas } from './rewrites.ts';
import { lowerTargets } from './targets.ts';
import { lowerWith } from './with.ts';

/** Lowers a compound statement. Undefined if `node` is something else. */
export function lowerBlock(context: Context, node: Node): readonly Statement[] | undefined {
  switch (node.name) {
    case 'IfStatement':
      return lowerIf(context, node);
    case 'WhileStatement':
      return [lowerWhile(context, node)];
    case 'ForStatement':
      return lowerFor(context, node);
    case 'TryStatement':
      return [lowerTry(context, node)];
    case 'WithStatement':
      return lowerWith(context, node);
    default:
      return undefined;
  }
}

interface Part {
  /** `if`, `else`, `except`. */
  readonly word: string;
  readonly head: readonly Node[];
  readonly body: Node | undefined;
  readonly at: { readonly start: number; readonly end: number };
}

const keywords = new Set(['if', 'elif', 'else', 'while', 'for', 'try', 'except', 'finally', 'with']);

/** Splits a compound statement into its clauses, each with the nodes between its keyword and its body. */
function partsOf(node: Node): readonly Part[] {
  const parts: Part[] = [];
  let start = -1;
  for (const [at, child] of node.children.entries()) {
    if (start === -1 && (keywords.has(child.name) || child.name === 'Body')) start = at;
    const isLast = at === node.children.length - 1;
    if (start === -1 || (child.name !== 'Body' && !isLast)) continue;
    const nodes = node.children.slice(start, at + 1);
    const body = child.name === 'Body' ? child : undefined;
    const head = nodes.slice(1, body === undefined ? undefined : -1);
    parts.push({ word: nodes[0]?.name ?? '', head, body, at: spanAround(nodes) });
    start = -1;
  }
  return parts;
}

function conditionOf(context: Context, { head, at }: Part): Expression {
  const condition = head.find((node) => !isError(node));
  return condition === undefined ? unknown(at) : context.expression(condition);
}

function lowerIf(context: Context, node: Node): readonly Statement[] {
  return chained(partsOf(node).map((part) => clauseOf(context, part)));
}

function clauseOf(context: Context, part: Part): Clause {
  const condition = part.word === 'else' ? undefined : conditionOf(context, part);
  return { ...(condition && { condition }), body: context.block(part.body), at: part.at };
}

function lowerWhile(context: Context, node: Node): LoopStatement {
  const [loop, otherwise] = partsOf(node);
  const condition = loop && conditionOf(context, loop);
  const isEndless = condition?.kind === 'literal' && (condition.value === true || condition.value === 1);
  return {
    kind: 'loop',
    ...(condition && !isEndless && { condition }),
    body: context.block(loop?.body),
    otherwise: context.block(otherwise?.body),
    at: spanOf(node),
  };
}

function lowerFor(context: Context, node: Node): readonly Statement[] {
  const [loop, otherwise] = partsOf(node);
  const head = loop?.head ?? [];
  const border = head.findIndex(({ name }) => name === 'in');
  const isAsync = node.children[0]?.name === 'async';
  const values = border === -1 ? [] : head.slice(border + 1).filter((part) => !isError(part));
  const plain = values.length === 0 ? unknown(spanOf(node)) : lowerTuple(context, values);
  const iterable = isAsync ? operation('await', [plain], plain.at) : plain;
  const target = lowerTargets(context, border === -1 ? head.slice(0, 1) : head.slice(0, border));
  const body = context.block(loop?.body);
  const each = target && ({ target, iterable, over: 'items' } as const);
  const statement: LoopStatement = {
    kind: 'loop',
    ...(each ? { each } : { condition: unknown(iterable.at, [iterable]) }),
    body,
    otherwise: context.block(otherwise?.body),
    at: spanOf(node),
  };
  return [statement];
}

type Handler = TryStatement['handlers'][number];

function lowerTry(context: Context, node: Node): TryStatement {
  const parts = partsOf(node);
  const bodyOf = (...words: readonly string[]): readonly Statement[] =>
    context.block(parts.find(({ word }) => words.includes(word))?.body);
  return {
    kind: 'try',
    // In broken code, the keyword can be missing.
    body: bodyOf('try', 'Body'),
    handlers: parts.filter(({ word }) => word === 'except').map((part) => lowerHandler(context, part)),
    otherwise: bodyOf('else'),
    finally: bodyOf('finally'),
    at: spanOf(node),
  };
}

/** `except A as error`, `except (A, B)`, `except A, B, C` and `except* A`. */
function lowerHandler(context: Context, { head, body }: Part): Handler {
  const border = head.findIndex(({ name }) => name === 'as');
  const types = (border === -1 ? head : head.slice(0, border)).filter(({ name }) => name !== '*');
  const names = border === -1 ? [] : head.slice(border + 1, border + 2);
  const type = types.length === 0 ? undefined : typeOf(context, types);
  const target = lowerTargets(context, names);
  return { ...(type && { type }), ...(target && { target }), body: context.block(body) };
}

/** The parser only accepts two types without parentheses, so three are parsed as `A | B | C`. */
function typeOf(context: Context, nodes: readonly Node[]): Expression {
  const known = nodes.filter((node) => !isError(node));
  const [only, another] = known;
  const parts = only === undefined || another !== undefined ? [] : partsBetweenCommas(context.text, only);
  if (parts.length < 2) return lowerTuple(context, known);
  const items = parts.map((part) => ({ value: context.expression(part), isSpread: false }));
  return { kind: 'collection', type: 'tuple', items, at: spanAround(known) };
}
