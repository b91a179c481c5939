import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { isTestedLater } from '../tested-later.ts';

const asking = new Set(['ConditionalExpression', 'IfStatement', 'WhileStatement', 'DoStatement']);
const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'MethodDeclaration']);

/**
 * Whether the code copes with an environment variable that is not set: `read ?? "x"`, `if (read)`,
 * `read?.length`, or anything inside of a condition that asks for `name` too.
 */
export function copesWithAbsence(file: SourceFile, read: SyntaxNode, name: string): boolean {
  if (isTested(file, read) || isGuarded(file, read, name)) return true;
  const variable = variableOf(file, read);
  return variable !== undefined && isTestedLater(file.text, read.to, variable);
}

function isTested(file: SourceFile, read: SyntaxNode): boolean {
  let value = read;
  while (isTransparent(value.parent)) value = value.parent ?? value;
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

/** Brackets, `x!` and `x as T`. */
function isTransparent(node: SyntaxNode | null): boolean {
  if (node === null) return false;
  if (node.name === 'ParenthesizedExpression') return node.parent?.name !== 'CallExpression';
  return (
    node.name === 'PostfixExpression' || (node.name === 'BinaryExpression' && node.getChild('as') !== null)
  );
}

function isGuarded(file: SourceFile, read: SyntaxNode, name: string): boolean {
  for (let inner = read, outer = read.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (functions.has(outer.name)) return false;
    const isBranch = asking.has(outer.name) || outer.name === 'BinaryExpression';
    if (isBranch && file.text.slice(outer.from, inner.from).includes(name)) return true;
  }
  return false;
}

/** What the value is assigned to. */
function variableOf(file: SourceFile, read: SyntaxNode): string | undefined {
  let value = read;
  while (isTransparent(value.parent)) value = value.parent ?? value;
  const target = value.prevSibling?.name === 'Equals' ? value.prevSibling.prevSibling : null;
  const name = target?.name === 'MemberExpression' ? target.lastChild : target;
  return name ? file.text.slice(name.from, name.to) : undefined;
}
