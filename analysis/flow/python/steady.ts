import type { SyntaxNode } from '@lezer/common';
import { contains, isSameNode } from '../../syntax/python/syntax.ts';
import type { Binding } from './binding.ts';
import { bindingsSeenBy } from './lookup.ts';
import type { Frame, OriginFinder } from './origin.ts';
import { isSameScope, type PythonModule } from './python-module.ts';
import { scopeOf } from './scope.ts';

/**
 * Identifies what is chosen at `node`, as often as its function runs. Undefined in a recursive call, because
 * those are not told apart.
 */
export function choiceAt(
  finder: OriginFinder,
  node: SyntaxNode,
  frame: Frame | undefined,
): string | undefined {
  return frame?.isRepeated === true ? undefined : `${finder.id}:${node.from}${frame?.key ?? ''}`;
}

/**
 * Whether a variable still has the value of the current iteration where it is read: its only assignment always
 * runs before, in the same function and block.
 */
export function isSteady(module: PythonModule, use: SyntaxNode, bindings: readonly Binding[]): boolean {
  const [first] = bindings;
  if (first === undefined || !bindings.every(({ node }) => isSameNode(node, first.node))) return false;
  const { kind, node, owner } = first;
  const scope = scopeOf(use);
  if (!isSameScope(scope, scopeOf(node)) || module.borrows(scope, module.textOf(use))) return false;
  if (kind === 'parameter' || kind === 'comprehension') return true;
  const block = kind === 'loop' ? owner.getChild('Body') : owner.parent;
  const isAfter = kind === 'loop' || (kind === 'assignment' && owner.to <= use.from);
  return isAfter && block !== null && contains(block, use);
}

/** Identifies the value of an expression where it may be one of several. Undefined if it is not the same each time. */
export function choiceOf(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): string | undefined {
  const { module } = finder;
  const bindings = expression.name === 'VariableName' ? bindingsSeenBy(module, expression) : undefined;
  const [binding] = bindings ?? [];
  if (binding !== undefined && bindings !== undefined && isSteady(module, expression, bindings))
    return choiceAt(finder, binding.node, frame);
  const text = module.textOf(expression);
  const statement = statementAround(expression);
  if (!/^[\w.[\]'"]+$/.test(text) || module.textOf(statement).includes(':=')) return undefined;
  const place = choiceAt(finder, statement, frame);
  return place && `${place} ${text}`;
}

function statementAround(node: SyntaxNode): SyntaxNode {
  let statement = node;
  while (statement.parent !== null && !/^(?:Body|Script)$/.test(statement.parent.name))
    statement = statement.parent;
  return statement;
}
