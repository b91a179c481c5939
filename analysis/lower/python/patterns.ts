import type { Expression, Literal, NameExpression } from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';
import { type Context, named, operation, spanAround, spanOf, unknown } from './context.ts';
import { childNamed, commaGroups, isError, type Node, withoutBrackets } from './nodes.ts';

/** A variable that a pattern captures. */
export interface Capture {
  readonly target: NameExpression;
  readonly value: Expression;
  /** The keys that `**target` leaves out. */
  readonly without?: readonly Expression[];
}

/** A pattern as conditions on its subject: all of them must be true, evaluated in order. */
export interface Match {
  readonly conditions: readonly Expression[];
  readonly captures: readonly Capture[];
}

const anything: Match = { conditions: [], captures: [] };

/** Lowers the patterns between commas: one, or the items of a sequence. */
export function lowerPatterns(context: Context, nodes: readonly Node[], subject: Expression): Match {
  const patterns = nodes.filter((node) => !isError(node));
  const [only] = patterns;
  const isSequence = patterns.some(({ name }) => name === ',') || only?.name === 'StarPattern';
  if (isSequence) return lowerSequence(context, patterns, subject, spanAround(patterns));
  return only === undefined ? anything : lowerPattern(context, only, subject);
}

function lowerPattern(context: Context, node: Node, subject: Expression): Match {
  const match = context.nested(() => lowerKnownPattern(context, node, subject));
  return match ?? { conditions: [unknown(spanOf(node))], captures: [] };
}

function lowerKnownPattern(context: Context, node: Node, subject: Expression): Match {
  switch (node.name) {
    case 'CapturePattern':
      return capture(context, childNamed(node, 'VariableName'), subject);
    case 'LiteralPattern':
      return equal(subject, lowerLiteral(context, node), node);
    case 'AttributePattern':
      return equal(subject, dotted(context, node.children), node);
    case 'AsPattern':
      return lowerAs(context, node, subject);
    case 'OrPattern':
      return lowerOr(context, node, subject);
    case 'SequencePattern': {
      const inside = withoutBrackets(node).filter((child) => !isMissing(child));
      const isGroup =
        node.children[0]?.name === '(' && inside.length === 1 && inside[0]?.name !== 'StarPattern';
      if (isGroup) return lowerPatterns(context, inside, subject);
      return lowerSequence(context, inside, subject, spanOf(node));
    }
    case 'MappingPattern':
      return lowerMapping(context, node, subject);
    case 'ClassPattern':
      return lowerClassPattern(context, node, subject);
    default:
      return { conditions: [unknown(spanOf(node), [subject])], captures: [] };
  }
}

/** `[]` and `C()` contain a literal pattern that is an error. */
function isMissing(node: Node): boolean {
  return isError(node) || (node.name === 'LiteralPattern' && node.children.every(isError));
}

function capture(context: Context, name: Node | undefined, value: Expression): Match {
  if (name === undefined || context.textOf(name) === '_') return anything;
  return { conditions: [], captures: [{ target: context.binding(name), value }] };
}

function equal(subject: Expression, value: Expression, node: Node): Match {
  return { conditions: [operation('equal', [subject, value], spanOf(node))], captures: [] };
}

function lowerLiteral(context: Context, node: Node): Expression {
  const parts = node.children.filter((child) => !isError(child));
  const [first, second, third] = parts;
  if (first === undefined || third !== undefined) return unknown(spanOf(node));
  if (first.name !== 'ArithOp') return context.expression(first);
  const number = second && context.expression(second);
  const isNumber = number?.kind === 'literal' && typeof number.value === 'number';
  return isNumber ? literal(-number.value, spanOf(node)) : unknown(spanOf(node));
}

function literal(value: Literal, at: Span): Expression {
  return { kind: 'literal', value, at };
}

/** Builds `a.b.c` from its parts. */
function dotted(context: Context, parts: readonly Node[]): Expression {
  const [first, ...others] = parts;
  if (first === undefined) return unknown(spanAround(parts));
  let expression: Expression = context.variable(first);
  for (const part of others) {
    if (part.name !== 'PropertyName') continue;
    const at = { start: first.from, end: part.to };
    expression = { kind: 'member', object: expression, name: context.textOf(part), at };
  }
  return expression;
}

function lowerAs(context: Context, node: Node, subject: Expression): Match {
  const [pattern] = node.children;
  const inner = pattern === undefined ? anything : lowerPattern(context, pattern, subject);
  const name = node.children.at(-1);
  const outer = name?.name === 'VariableName' ? capture(context, name, subject) : anything;
  return all([inner, outer]);
}

function all(matches: readonly Match[]): Match {
  return {
    conditions: matches.flatMap(({ conditions }) => conditions),
    captures: matches.flatMap(({ captures }) => captures),
  };
}

/** Each alternative captures in its condition, because it is not known afterwards which one matched. */
function lowerOr(context: Context, node: Node, subject: Expression): Match {
  const alternatives = node.children.filter((child) => child.name !== 'LogicOp' && !isError(child));
  const conditions = alternatives.map((alternative) => {
    const match = lowerPattern(context, alternative, subject);
    return conjunction(withCaptures(match, spanOf(alternative)), spanOf(alternative));
  });
  return { conditions: [operation('or', conditions, spanOf(node))], captures: [] };
}

/** The conditions of a match, followed by a condition that captures its variables. */
export function withCaptures({ conditions, captures }: Match, at: Span): readonly Expression[] {
  if (captures.length === 0) return conditions;
  const assignments = captures.map(({ target, value }): Expression => ({
    kind: 'assignment',
    target,
    value,
    at: target.at,
  }));
  return [...conditions, operation('sequence', [...assignments, literal(true, at)], at)];
}

export function conjunction(conditions: readonly Expression[], at: Span): Expression {
  const [only, another] = conditions;
  if (only === undefined) return literal(true, at);
  return another === undefined ? only : operation('and', conditions, at);
}

function instanceOf(subject: Expression, type: Expression, at: Span): Expression {
  return operation('instance', [subject, type], at);
}

function call(callee: string, values: readonly Expression[], at: Span): Expression {
  return { kind: 'call', callee: named(callee, at), arguments: values.map((value) => ({ value })), at };
}

function indexed(object: Expression, index: Expression, at: Span): Expression {
  return { kind: 'index', object, index, at };
}

/** `[a, *b, c]`, for a list or tuple of the right length. */
function lowerSequence(context: Context, nodes: readonly Node[], subject: Expression, at: Span): Match {
  const patterns = nodes.filter((node) => node.name !== ',' && !isMissing(node));
  const star = patterns.findIndex(({ name }) => name === 'StarPattern');
  const types = ['list', 'tuple'].map((type) => ({ value: named(type, at), isSpread: false }));
  const isSequence = instanceOf(subject, { kind: 'collection', type: 'tuple', items: types, at }, at);
  const length = lengthCondition(subject, patterns.length, star, at);
  const items = patterns.map((pattern, index) => {
    const place = spanOf(pattern);
    if (index === star) return lowerStar(context, pattern, subject, index, patterns.length - 1 - index);
    const position = star === -1 || index < star ? index : index - patterns.length;
    return lowerPattern(context, pattern, indexed(subject, literal(position, place), place));
  });
  return all([{ conditions: [isSequence, ...length], captures: [] }, ...items]);
}

function lengthCondition(subject: Expression, count: number, star: number, at: Span): readonly Expression[] {
  const length = call('len', [subject], at);
  if (star === -1) return [operation('equal', [length, literal(count, at)], at)];
  if (count === 1) return [];
  const tooShort = Array.from({ length: count - 1 }, (_, size) => ({
    value: literal(size, at),
    isSpread: false,
  }));
  return [operation('not in', [length, { kind: 'collection', type: 'tuple', items: tooShort, at }], at)];
}

/** The items of a list between the first `before` and the last `after` ones. */
function lowerStar(context: Context, node: Node, subject: Expression, before: number, after: number): Match {
  const at = spanOf(node);
  const value: Expression = {
    kind: 'slice',
    object: subject,
    ...(before > 0 && { from: literal(before, at) }),
    ...(after > 0 && { to: literal(-after, at) }),
    at,
  };
  const name = node.children.find((child) => child.name === 'CapturePattern');
  return capture(context, name && childNamed(name, 'VariableName'), {
    kind: 'collection',
    type: 'list',
    items: [{ value, isSpread: true }],
    at,
  });
}

/** `{"key": pattern, **others}`. */
function lowerMapping(context: Context, node: Node, subject: Expression): Match {
  const at = spanOf(node);
  const keys: Expression[] = [];
  const matches: Match[] = [{ conditions: [instanceOf(subject, named('dict', at), at)], captures: [] }];
  for (const group of commaGroups(withoutBrackets(node))) {
    const colon = group.findIndex(({ name }) => name === ':');
    const pattern = group.slice(colon + 1).find((child) => !isError(child));
    if (group[0]?.name === '**') matches.push(lowerOthers(context, group[1], subject, keys));
    if (colon === -1 || pattern === undefined) continue;
    const key = keyOf(context, group.slice(0, colon));
    keys.push(key);
    const value = lowerPattern(context, pattern, indexed(subject, key, spanAround(group)));
    matches.push({ conditions: [operation('in', [key, subject], key.at)], captures: [] }, value);
  }
  return all(matches);
}

function lowerOthers(
  context: Context,
  node: Node | undefined,
  subject: Expression,
  without: readonly Expression[],
): Match {
  const name = node && childNamed(node, 'VariableName');
  if (name === undefined) return anything;
  const value: Expression = { kind: 'dictionary', entries: [{ value: subject }], at: spanOf(name) };
  return { conditions: [], captures: [{ target: context.binding(name), value, without }] };
}

/** The parser skips the rest of a key such as `Color.RED`. */
function keyOf(context: Context, nodes: readonly Node[]): Expression {
  const [first] = nodes;
  if (first?.name === 'LiteralPattern') return lowerLiteral(context, first);
  if (first?.name !== 'VariableName') return unknown(spanAround(nodes));
  const written = context.text.slice(first.from, nodes.at(-1)?.to).split('.');
  const at = spanAround(nodes);
  return written
    .slice(1)
    .reduce(
      (object: Expression, name): Expression => ({ kind: 'member', object, name: name.trim(), at }),
      context.variable(first),
    );
}

/** Built-in types whose only positional pattern matches the subject itself. */
const matchThemselves = new Set([
  'bool',
  'bytearray',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

function lowerClassPattern(context: Context, node: Node, subject: Expression): Match {
  const [name, list] = node.children;
  if (name === undefined) return anything;
  const type = name.name === 'AttributePattern' ? dotted(context, name.children) : context.variable(name);
  const isSelf = type.kind === 'name' && matchThemselves.has(type.name);
  const patterns =
    list === undefined
      ? []
      : withoutBrackets(list).filter((child) => child.name !== ',' && !isMissing(child));
  const parts = patterns.map((pattern, index) => {
    const at = spanOf(pattern);
    if (pattern.name !== 'KeywordPattern') {
      return lowerPattern(context, pattern, isSelf ? subject : positional(subject, index, at));
    }
    const [key] = pattern.children;
    const value = pattern.children.at(-1);
    if (key === undefined || value === undefined) return anything;
    return lowerPattern(context, value, { kind: 'member', object: subject, name: context.textOf(key), at });
  });
  return all([{ conditions: [instanceOf(subject, type, spanOf(node))], captures: [] }, ...parts]);
}

/** The attribute for a positional pattern, whose name is in `__match_args__`. */
function positional(subject: Expression, index: number, at: Span): Expression {
  const names: Expression = { kind: 'member', object: subject, name: '__match_args__', at };
  return call('getattr', [subject, indexed(names, literal(index, at), at)], at);
}
