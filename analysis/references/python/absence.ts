import type { SyntaxNode } from '@lezer/common';
import { isTestedLater, reachOfTest } from '../tested-later.ts';
import { argumentsOf, attributeOf, callAround, callOf } from '../../syntax/python/syntax.ts';

/**
 * Whether the code handles an unset environment variable: it provides a default, checks whether the variable
 * is set, or catches the error. `expression` is what the variable is read from, such as `os.environ` or
 * `os.getenv`.
 */
export function copesWithAbsence(text: string, expression: SyntaxNode, name: SyntaxNode): boolean {
  const read = readOf(expression);
  if (hasDefault(text, read) || isTested(text, read)) return true;
  if (isGuarded(text, read, text.slice(name.from, name.to))) return true;
  // A subscript fails before the value can be checked.
  if (read.name !== 'CallExpression') return false;
  if (isFirstValue(text, read)) return true;
  const value = defaulting(text, read) ?? read;
  const variable = variableOf(text, value);
  if (variable !== undefined) return isTestedLater(text, value.to, variable);
  return value.parent?.name === 'ReturnStatement' && isTestedByCallers(text, value.parent);
}

/** `options.get("key", read)`. The code may also check the result. */
function defaulting(text: string, read: SyntaxNode): SyntaxNode | undefined {
  const call = read.parent?.name === 'ArgList' && read.prevSibling?.name === ',' ? read.parent.parent : null;
  const callee = call?.name === 'CallExpression' ? call.firstChild : null;
  const isDefault = callee && /(?:\.(?:get|pop)|^getattr)$/.test(text.slice(callee.from, callee.to));
  return isDefault === true ? (call ?? undefined) : undefined;
}

/** `def key(): return read`, followed shortly by `if not key():`, or by `k = key()` and `if not k:`. */
function isTestedByCallers(text: string, statement: SyntaxNode): boolean {
  let definition: SyntaxNode | null = statement;
  while (definition !== null && definition.name !== 'FunctionDefinition') definition = definition.parent;
  const node = definition?.getChild('VariableName');
  if (!node) return false;
  const name = text.slice(node.from, node.to);
  if (isTestedLater(text, node.to, name)) return true;
  const calls = text
    .slice(statement.to, statement.to + reachOfTest)
    .matchAll(new RegExp(String.raw`\b(\w+)[ \t]*:?=[ \t]*(?:await[ \t]+)?(?:[\w.]+\.)?${name}\(`, 'g'));
  return [...calls].some(({ 0: call, 1: variable = '', index }) =>
    isTestedLater(text, statement.to + index + call.length, variable),
  );
}

function readOf(expression: SyntaxNode): SyntaxNode {
  const call = callAround(expression);
  if (call !== undefined) return call;
  const member = expression.parent ?? expression;
  return callAround(member) ?? member;
}

function hasDefault(text: string, read: SyntaxNode): boolean {
  const call = callOf(read);
  if (call === undefined) return false;
  const given = argumentsOf(text, call.list);
  const method = attributeOf(call.callee)?.property;
  const isSet = method !== undefined && text.slice(method.from, method.to) === 'setdefault';
  return isSet || given.length > 1 || given.some(({ star }) => star !== undefined);
}

const asking = new Set([
  'IfStatement',
  'WhileStatement',
  'AssertStatement',
  'ConditionalExpression',
  'MatchStatement',
]);
const askingOperators = new Set(['or', 'and', 'is', 'in', 'not', 'CompareOp']);

/** `… or "x"`, `if …:`, `… is None`: checked in the same expression. */
function isTested(text: string, read: SyntaxNode): boolean {
  let value = read;
  while (/^(?:Parenthesized|Named)Expression$/.test(value.parent?.name ?? '')) value = value.parent ?? value;
  const owner = value.parent;
  if (owner === null) return false;
  if (asking.has(owner.name) || isAskedByCall(text, value)) return true;
  const isOperation = owner.name === 'BinaryExpression' || owner.name === 'UnaryExpression';
  return isOperation && [...askingOperators].some((operator) => owner.getChild(operator) !== null);
}

/** `bool(read)`, `all([read, other])`. */
function isAskedByCall(text: string, value: SyntaxNode): boolean {
  const list = /^(?:Array|Tuple)Expression$/.test(value.parent?.name ?? '')
    ? value.parent?.parent
    : value.parent;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : null;
  return !!callee && /^(?:bool|all|any)$/.test(text.slice(callee.from, callee.to));
}

/** Inside `if "NAME" in os.environ:`, `try:` or `with suppress(KeyError):`. */
function isGuarded(text: string, read: SyntaxNode, name: string): boolean {
  for (let inner = read, outer = read.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.name === 'FunctionDefinition' || outer.name === 'LambdaExpression') return false;
    if (!guarding.has(outer.name)) continue;
    const body = bodyOf(outer);
    if (outer.name === 'TryStatement' && body?.from === inner.from) return true;
    const head = text.slice(outer.from, body?.from ?? outer.to);
    if (outer.name === 'WithStatement' && /\bsuppress\b/.test(head)) return true;
    if (inner.name === 'Body' && asking.has(outer.name) && head.includes(name)) return true;
    if (outer.name === 'ConditionalExpression' && head.split(name).length > 2) return true;
  }
  return false;
}

const guarding = new Set([...asking, 'TryStatement', 'WithStatement']);

/** Returns only the first body. A statement may have thousands of conditions, each with a body. */
function bodyOf(statement: SyntaxNode): SyntaxNode | undefined {
  let part = statement.firstChild;
  while (part !== null && part.name !== 'Body') part = part.nextSibling;
  return part ?? undefined;
}

/** `default=read` for an option or a parameter, which a caller can override. */
function isFirstValue(text: string, read: SyntaxNode): boolean {
  const name = keywordOf(read);
  if (name === undefined) return false;
  return (
    read.parent?.name === 'ParamList' ||
    /^(?:default|initial)(?:_value)?$/.test(text.slice(name.from, name.to))
  );
}

/** `name` in `f(name=value)` and `def f(name=value)`. */
function keywordOf(value: SyntaxNode): SyntaxNode | undefined {
  const isNamed =
    /^(?:ArgList|ParamList)$/.test(value.parent?.name ?? '') && value.prevSibling?.name === 'AssignOp';
  return (isNamed ? value.prevSibling?.prevSibling : undefined) ?? undefined;
}

/**
 * Returns the name of what the value is assigned to. In an object or dictionary that is itself stored,
 * returns the key.
 */
function variableOf(text: string, read: SyntaxNode): string | undefined {
  const key = keywordOf(read) ?? keyOf(read);
  if (key !== undefined)
    return isKept(key) ? text.slice(key.from, key.to).replaceAll(/["']/g, '') : undefined;
  if (!/^(?:Assign|Named)(?:Statement|Expression)$/.test(read.parent?.name ?? '')) return undefined;
  const target = read.parent?.firstChild;
  const name = target?.name === 'MemberExpression' ? target.lastChild : target;
  return name ? text.slice(name.from, name.to) : undefined;
}

/** `"key": value` in a dictionary. */
function keyOf(value: SyntaxNode): SyntaxNode | undefined {
  const isValue = value.parent?.name === 'DictionaryExpression' && value.prevSibling?.name === ':';
  return (isValue ? value.prevSibling?.prevSibling : undefined) ?? undefined;
}

function isKept(key: SyntaxNode): boolean {
  const owner = key.parent?.name === 'ArgList' ? key.parent.parent : key.parent;
  return owner?.parent?.name === 'AssignStatement';
}
