import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { functionAround } from '../../flow/javascript/functions.ts';
import { isFunction, isNamedFunction, targetOf } from '../../syntax/javascript/syntax.ts';
import { isTestedLater, reachOfTest } from '../tested-later.ts';

const asking = new Set([
  'ConditionalExpression',
  'IfStatement',
  'WhileStatement',
  'DoStatement',
  'SwitchStatement',
]);
/** Functions that check their argument, or that fail with a custom message if it is missing. */
const assertion = /(?:^|\.)(?:invariant|tinyInvariant|assert\w*|ok)$|^Boolean$/;
/** Names of defaults that the caller can override. */
const firstValue = /^["'`]?(?:default|defaultValue|initial|initialValue|placeholder)["'`]?$/;

/**
 * Whether the code handles an unset environment variable: `read ?? "x"`, `if (read)`, `read?.length`, or
 * anything inside a condition that also checks `name`.
 */
export function copesWithAbsence(file: SourceFile, read: SyntaxNode, name: string): boolean {
  if (isTested(file, read) || isGuarded(file, read, name)) return true;
  if (isAsserted(file, read) || isFirstValue(file, read)) return true;
  if (isListedBefore(file.text, read, name) || isCaught(read)) return true;
  const variable = variableOf(file, read);
  if (variable !== undefined) return isTestedLater(file.text, read.to, variable);
  return isTestedByCallers(file.text, read);
}

/** `"NAME" in process.env`, `Object.keys(process.env).includes("NAME")`, or the same for a list of names. */
function isListedBefore(text: string, read: SyntaxNode, name: string): boolean {
  if (!/^[\w$]+$/.test(name)) return false;
  const before = text.slice(Math.max(0, read.from - reachOfTest), read.from);
  const quoted = String.raw`["'\`]${name.replaceAll('$', String.raw`\$`)}["'\`]`;
  if (!new RegExp(quoted).test(before)) return false;
  return new RegExp(`${quoted}${inEnvironment}|${keysInclude}${quoted}|${eachInEnvironment}`).test(before);
}

const inEnvironment = String.raw`\s+in\s+[\w.]*\benv\b`;
const keysInclude = String.raw`\b(?:keys|hasOwn)\s*\([\w.]*\benv\b(?:\)\s*\.includes\(|,)\s*`;
const eachInEnvironment = String.raw`\b(?:every|filter|find|some)\(\s*\(?\w+\)?\s*=>[^;\n]*(?:\sin\s+[\w.]*\benv\b|\benv\[)`;

/** `try { return read.trim(); } catch { … }`: without a value, the method call fails. */
function isCaught(read: SyntaxNode): boolean {
  const value = wholeOf(read);
  if (value.parent?.name !== 'MemberExpression' || value.prevSibling !== null) return false;
  for (let inner = read, outer = read.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (isFunction(outer)) return false;
    if (outer.name === 'TryStatement' && inner.name === 'Block')
      return outer.getChild('CatchClause') !== null;
  }
  return false;
}

/** `const key = () => read`, followed shortly by `if (!key())`, or by `const k = key()` and `if (!k)`. */
function isTestedByCallers(text: string, read: SyntaxNode): boolean {
  const value = wholeOf(read);
  if (!/^(?:ArrowFunction|ReturnStatement)$/.test(value.parent?.name ?? '')) return false;
  const definition = functionAround(read);
  const node =
    definition?.name === 'ArrowFunction'
      ? targetOf(definition)
      : (definition?.getChild('VariableDefinition') ?? definition?.getChild('PropertyDefinition'));
  if (!node) return false;
  const name = text.slice(node.from, node.to);
  if (isTestedLater(text, read.to, name)) return true;
  const calls = text
    .slice(read.to, read.to + reachOfTest)
    .matchAll(new RegExp(String.raw`([\w$]+)\s*=\s*(?:await\s+)?(?:[\w.]+\.)?${name}\(`, 'g'));
  return [...calls].some(({ 0: call, 1: variable = '', index }) =>
    isTestedLater(text, read.to + index + call.length, variable),
  );
}

function isTested(file: SourceFile, read: SyntaxNode): boolean {
  const value = wholeOf(read);
  const owner = value.parent;
  if (owner === null) return false;
  if (asking.has(owner.name)) return true;
  if (owner.name === 'MemberExpression')
    return file.text.slice(value.to, owner.to).trimStart().startsWith('?.');
  if (owner.name === 'AssignmentExpression') return owner.getChild('UpdateOp') !== null;
  return isOperation(owner) && operators.some((operator) => owner.getChild(operator) !== null);
}

const operators = ['LogicOp', 'CompareOp', 'typeof', 'in'];

function isOperation({ name }: SyntaxNode): boolean {
  return name === 'BinaryExpression' || name === 'UnaryExpression';
}

/** `invariant(read)`, `assert.ok(read, "…")`, `Boolean(read)`, `[read, other].every(Boolean)`. */
function isAsserted(file: SourceFile, read: SyntaxNode): boolean {
  const value = wholeOf(read);
  const list = value.parent?.name === 'ArrayExpression' ? value.parent : undefined;
  if (list && /^\s*\.(?:every|some)\(\s*Boolean\s*\)/.test(file.text.slice(list.to, list.to + reachOfTest)))
    return true;
  const call = value.parent?.name === 'ArgList' ? value.parent.parent : null;
  const callee = call?.name === 'CallExpression' ? call.firstChild : null;
  const isFirst = value.prevSibling?.name === '(';
  return isFirst && callee !== null && assertion.test(file.text.slice(callee.from, callee.to));
}

/** `{ initial: read }` for a prompt, or `{ default: read }` for an option. */
function isFirstValue(file: SourceFile, read: SyntaxNode): boolean {
  const key = keyOf(wholeOf(read));
  return key !== undefined && firstValue.test(file.text.slice(key.from, key.to));
}

function keyOf(value: SyntaxNode): SyntaxNode | undefined {
  const property = value.parent;
  const isValue = property?.name === 'Property' && value.prevSibling?.name === ':';
  return isValue ? (property.firstChild ?? undefined) : undefined;
}

/** Includes `(key = read)`. */
function wholeOf(read: SyntaxNode): SyntaxNode {
  let value = read;
  while (isTransparent(value.parent) || isAssignedInParentheses(value)) value = value.parent ?? value;
  return value;
}

function isAssignedInParentheses({ parent, prevSibling }: SyntaxNode): boolean {
  return (
    parent?.name === 'AssignmentExpression' &&
    prevSibling?.name === 'Equals' &&
    parent.parent?.name === 'ParenthesizedExpression'
  );
}

/** Parentheses, `x!` and `x as T` do not change the value. */
function isTransparent(node: SyntaxNode | null): boolean {
  if (node === null) return false;
  if (node.name === 'ParenthesizedExpression') return node.parent?.name !== 'CallExpression';
  return (
    node.name === 'PostfixExpression' || (node.name === 'BinaryExpression' && node.getChild('as') !== null)
  );
}

function isGuarded(file: SourceFile, read: SyntaxNode, name: string): boolean {
  for (let inner = read, outer = read.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (isNamedFunction(outer)) return false;
    const isBranch = asking.has(outer.name) || outer.name === 'BinaryExpression';
    if (isBranch && file.text.slice(outer.from, inner.from).includes(name)) return true;
  }
  return false;
}

/** Returns the name of what the value is assigned to. In an object that is itself stored, returns the key. */
function variableOf(file: SourceFile, read: SyntaxNode): string | undefined {
  const value = wholeOf(read);
  const key = keyOf(value);
  if (key !== undefined)
    return isKept(key) ? file.text.slice(key.from, key.to).replaceAll(/["']/g, '') : undefined;
  const target = value.prevSibling?.name === 'Equals' ? value.prevSibling.prevSibling : null;
  const name = target?.name === 'MemberExpression' ? target.lastChild : target;
  return name ? file.text.slice(name.from, name.to) : undefined;
}

/** `const settings = { key: … }`, including nested objects. */
function isKept(key: SyntaxNode): boolean {
  let object = key.parent?.parent ?? key;
  while (object.parent?.name === 'Property' || isTransparent(object.parent))
    object = (object.parent?.name === 'Property' ? object.parent.parent : object.parent) ?? object;
  return object.name !== 'Property' && object.prevSibling?.name === 'Equals';
}
