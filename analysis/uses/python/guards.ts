import type { SyntaxNode } from '@lezer/common';
import { childrenOf, contains } from '../../syntax/python/syntax.ts';
import { callersAround } from '../../flow/python/callers.ts';
import type { OriginFinder } from '../../flow/python/origin.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';

const ofTheShape = /\b(?:KeyError|TypeError|AttributeError|LookupError|IndexError|ValueError)\b/;
const maximumDepth = 3;
const ofAnything = /^(?:Base)?Exception$/;

/**
 * Whether code is inside a `try` that handles errors caused by wrong shapes, or inside a small one that
 * handles every error. Also true if that applies to all known calls of the function.
 */
export function isTried(finder: OriginFinder, node: SyntaxNode, depth = 0): boolean {
  if (isTriedHere(finder.module, node)) return true;
  const callers = depth < maximumDepth ? callersAround(finder, node) : [];
  return callers.length > 0 && callers.every((site) => isTried(site.finder, site.call, depth + 1));
}

function isTriedHere(module: PythonModule, node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== null && !isScope(outer); outer = outer.parent) {
    if (outer.name === 'TryStatement' && isCaught(module, outer, node)) return true;
    if (outer.name === 'WithStatement' && suppresses(module, outer)) return true;
  }
  return false;
}

function isScope({ name }: SyntaxNode): boolean {
  return name === 'FunctionDefinition' || name === 'LambdaExpression' || name === 'ClassDefinition';
}

function isCaught(module: PythonModule, statement: SyntaxNode, node: SyntaxNode): boolean {
  const body = statement.getChild('Body');
  if (body === null || !contains(body, node)) return false;
  const isSmall = statementsIn(body) <= 2 || isGivenOtherwise(module, statement, node);
  return caughtBy(module, statement).some(
    (caught) => ofTheShape.test(caught) || (isSmall && (caught === '' || ofAnything.test(caught))),
  );
}

/** `region = x["region"]`, with `region = "eu"` if that fails. */
function isGivenOtherwise(module: PythonModule, statement: SyntaxNode, node: SyntaxNode): boolean {
  let given = node;
  while (given.parent !== null && !given.name.endsWith('Statement')) given = given.parent;
  const target = given.name === 'AssignStatement' ? given.firstChild : null;
  if (target === null) return false;
  const [, ...handlers] = statement.getChildren('Body');
  return handlers.some((handler) =>
    handler
      .getChildren('AssignStatement')
      .some(({ firstChild }) => firstChild && module.textOf(firstChild) === module.textOf(target)),
  );
}

function statementsIn(body: SyntaxNode): number {
  return childrenOf(body).filter(({ name }) => name.endsWith('Statement')).length;
}

/** Returns the expression after each `except`. A bare `except` gives an empty string. */
function caughtBy(module: PythonModule, statement: SyntaxNode): readonly string[] {
  return statement.getChildren('except').map(({ nextSibling }) => {
    const isBare = nextSibling === null || nextSibling.name === 'Body';
    return isBare ? '' : module.textOf(nextSibling);
  });
}

function suppresses(module: PythonModule, statement: SyntaxNode): boolean {
  const body = statement.getChild('Body');
  return /\bsuppress\s*\(/.test(module.text.slice(statement.from, body?.from ?? statement.to));
}

/** Whether an expression decides the control flow: a condition, `x or …`, `not x` or a comparison. */
export function isCondition(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === null) return false;
  switch (parent.name) {
    case 'ParenthesizedExpression':
    case 'NamedExpression':
      return isCondition(parent);
    case 'IfStatement':
    case 'WhileStatement':
    case 'AssertStatement':
    case 'UnaryExpression':
    case 'MatchStatement':
      return true;
    case 'ConditionalExpression':
      return node.prevSibling?.name === 'if';
    case 'BinaryExpression':
      return parent.getChild('ArithOp') === null && parent.getChild('BitOp') === null;
    default:
      return false;
  }
}
