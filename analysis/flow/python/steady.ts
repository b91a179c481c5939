import type { SyntaxNode } from '@lezer/common';
import { contains, isSameNode } from '../../syntax/python/syntax.ts';
import { allKnown } from '../all-known.ts';
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

/** A branch of an `if`. If no branch runs, its index is that of a missing `else`. */
type Branch = readonly [statement: SyntaxNode, index: number];

/**
 * The branches that run before a variable has the value of each of its bindings. Undefined if the value may be from
 * another iteration.
 */
export function branchesBefore(
  module: PythonModule,
  use: SyntaxNode,
  bindings: readonly Binding[],
): readonly (readonly Branch[])[] | undefined {
  const scope = scopeOf(use);
  if (module.borrows(scope, module.textOf(use))) return undefined;
  const around = allKnown(
    bindings.map(({ kind, node, owner }) => {
      if (!isSameScope(scope, scopeOf(node))) return undefined;
      return kind === 'parameter' ? [] : kind === 'assignment' ? branchesAround(owner, use) : undefined;
    }),
  );
  return around?.map((own, at) => {
    const [statement] = own.length > 0 ? [] : around.flatMap((others) => others.at(-1)?.[0] ?? []);
    const left = statement && branchesWithout(statement, bindings);
    const isBefore = statement && (bindings[at]?.node.to ?? 0) < statement.from;
    return isBefore && left?.length === 1 ? left : own;
  });
}

/** The branches around an assignment that do not contain `use`, innermost first. */
function branchesAround(assignment: SyntaxNode, use: SyntaxNode): readonly Branch[] | undefined {
  if (assignment.to > use.from || isLooped(assignment, use)) return undefined;
  const found: Branch[] = [];
  for (let block = assignment.parent; block !== null && !contains(block, use);) {
    const statement: SyntaxNode | null = block.parent;
    if (block.name !== 'Body' || statement?.name !== 'IfStatement') return undefined;
    const { from } = block;
    found.push([statement, statement.getChildren('Body').findIndex((body) => body.from === from)]);
    block = statement.parent;
  }
  return found;
}

function isLooped(assignment: SyntaxNode, use: SyntaxNode): boolean {
  for (let outer = use.parent; outer !== null; outer = outer.parent)
    if (/^(?:For|While)Statement$/.test(outer.name) && contains(outer, assignment)) return true;
  return false;
}

/** The branches of an `if` in which a variable keeps its value. */
function branchesWithout(statement: SyntaxNode, bindings: readonly Binding[]): readonly Branch[] {
  const bodies = statement.getChildren('Body');
  const all = statement.getChild('else') ? bodies : [...bodies, undefined];
  return all.flatMap((body, index): readonly Branch[] => {
    const isAssigned = body && bindings.some(({ owner }) => isSameNode(owner.parent, body));
    return isAssigned ? [] : [[statement, index]];
  });
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
