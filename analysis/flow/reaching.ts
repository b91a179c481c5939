import type { SyntaxNode } from '@lezer/common';
import { childrenOf, contains, isSameNode } from '../languages/python/syntax.ts';
import type { Binding } from './binding.ts';
import type { Scope } from './scope.ts';

/**
 * Which of the bindings of one name in one scope may be in force at `use`, or at the end of the scope.
 * Walks backwards over the statements before it; a branch that leaves (`return`, `raise`) brings nothing.
 * Errs on the side of more bindings: loops and `try` bring all of theirs.
 */
export function reachingBindings(
  bindings: readonly Binding[],
  scope: Scope,
  use: SyntaxNode | undefined,
): readonly Binding[] {
  const [only, second] = bindings;
  if (only === undefined || second === undefined) return bindings;
  const body = scope.getChild('Body') ?? scope;
  const reached = use === undefined ? outcomeOf(body, bindings, body.to + 1) : climb(bindings, scope, use);
  const parameters = reached.definite ? [] : bindings.filter(({ kind }) => kind === 'parameter');
  return bindings.filter((binding) => reached.bindings.has(binding) || parameters.includes(binding));
}

interface Outcome {
  readonly bindings: ReadonlySet<Binding>;
  /** No way leads past here with a binding from before. */
  readonly definite: boolean;
}

const nothing: Outcome = { bindings: new Set(), definite: false };

/** From `use` outwards to the scope's start, until a binding is certain. */
function climb(bindings: readonly Binding[], scope: Scope, use: SyntaxNode): Outcome {
  const reached = new Set<Binding>();
  let child = use;
  for (let parent = use.parent; parent !== null; child = parent, parent = parent.parent) {
    const before = outcomeBefore(bindings, parent, child, use);
    for (const binding of before.bindings) reached.add(binding);
    if (before.definite) return { bindings: reached, definite: true };
    if (parent.from === scope.from && parent.name === scope.name) break;
  }
  return { bindings: reached, definite: false };
}

/** What `parent` did by the time that control reaches its part `child`. */
function outcomeBefore(
  bindings: readonly Binding[],
  parent: SyntaxNode,
  child: SyntaxNode,
  use: SyntaxNode,
): Outcome {
  switch (parent.name) {
    case 'Body':
    case 'Script':
    case 'StatementGroup':
      return outcomeOf(parent, bindings, child.from);
    case 'ForStatement':
      return beforePartOfFor(bindings, parent, child);
    case 'WhileStatement':
      return allWithin(bindings, parent);
    case 'TryStatement':
      return beforePartOfTry(bindings, parent, child);
    case 'WithStatement':
    case 'MatchClause':
      return headOf(bindings, parent, child);
    case 'AssignStatement':
    case 'UpdateStatement':
      return allWithin(walruses(bindings), parent, use.from);
    default:
      return allWithin(walruses(bindings), parent, child.from);
  }
}

function beforePartOfFor(bindings: readonly Binding[], loop: SyntaxNode, child: SyntaxNode): Outcome {
  if (child.name !== 'Body') return allWithin(bindings, loop);
  const loopTargets = bindings.filter(({ kind }) => kind === 'loop');
  const targets = headOf(loopTargets, loop, loop.getChild('Body') ?? child);
  const isBody = isSameNode(loop.getChild('Body'), child);
  if (isBody && targets.bindings.size > 0) return { ...targets, definite: true };
  return allWithin(bindings, loop);
}

/** A handler starts after any part of the body before it; so does `finally`. */
function beforePartOfTry(bindings: readonly Binding[], statement: SyntaxNode, child: SyntaxNode): Outcome {
  if (child.prevSibling?.name === 'else') {
    const body = statement.getChild('Body');
    return body === null ? nothing : outcomeOf(body, bindings, body.to + 1);
  }
  const caught = bindings.find(({ owner, node }) => isSameNode(owner, statement) && node.to <= child.from);
  const own = caught !== undefined && isSameNode(caught.node.nextSibling, child);
  if (own) return { bindings: new Set([caught]), definite: true };
  return allWithin(bindings, statement, child.from);
}

/** Bindings in the head of a statement: loop targets, `with … as`, patterns. */
function headOf(bindings: readonly Binding[], statement: SyntaxNode, body: SyntaxNode): Outcome {
  const head = allWithin(bindings, statement, body.from);
  return { ...head, definite: isCertain(head.bindings) };
}

/** A walrus may stand where it never runs: behind `and`, in a branch of an expression. */
function isCertain(bindings: ReadonlySet<Binding>): boolean {
  return [...bindings].some(({ kind }) => kind !== 'walrus');
}

function allWithin(bindings: readonly Binding[], node: SyntaxNode, before = node.to + 1): Outcome {
  return {
    bindings: new Set(
      bindings.filter((binding) => contains(node, binding.node) && binding.node.to <= before),
    ),
    definite: false,
  };
}

function walruses(bindings: readonly Binding[]): readonly Binding[] {
  return bindings.filter(({ kind }) => kind === 'walrus');
}

/** A list of statements up to `before`, from the last one back to one that binds for certain. */
function outcomeOf(list: SyntaxNode, bindings: readonly Binding[], before: number): Outcome {
  const inside = bindings.filter(({ node }) => contains(list, node) && node.from < before);
  const reached = new Set<Binding>();
  const seen = new Set<number>();
  for (const binding of inside.toReversed()) {
    const statement = statementIn(list, binding.node);
    if (statement === undefined || statement.to > before || seen.has(statement.from)) continue;
    seen.add(statement.from);
    const outcome = outcomeOfStatement(statement, inside);
    for (const one of outcome.bindings) reached.add(one);
    if (outcome.definite) return { bindings: reached, definite: true };
  }
  return { bindings: reached, definite: false };
}

function statementIn(list: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  let child = node;
  for (let parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
    if (isSameNode(parent, list)) return child;
  }
  return undefined;
}

function outcomeOfStatement(statement: SyntaxNode, bindings: readonly Binding[]): Outcome {
  const all = allWithin(bindings, statement);
  switch (statement.name) {
    case 'IfStatement':
      return join(bindings, statement, statement.getChildren('Body'), statement.getChild('else') !== null);
    case 'MatchStatement':
      return outcomeOfMatch(statement, bindings);
    case 'TryStatement':
      return { ...all, definite: tryIsDefinite(statement, bindings) };
    case 'WithStatement':
      return outcomeOfWith(statement, bindings);
    case 'StatementGroup':
      return outcomeOf(statement, bindings, statement.to + 1);
    case 'ForStatement':
    case 'WhileStatement':
    case 'ExpressionStatement':
    case 'ReturnStatement':
      return all;
    default:
      return { ...all, definite: isCertain(all.bindings) };
  }
}

/** Alternatives: one of `bodies` runs, or none of them unless `complete`. */
function join(
  bindings: readonly Binding[],
  statement: SyntaxNode,
  bodies: readonly SyntaxNode[],
  complete: boolean,
): Outcome {
  const inBodies = new Set(bindings.filter(({ node }) => bodies.some((body) => contains(body, node))));
  const conditions = allWithin(bindings, statement).bindings;
  const reached = new Set([...conditions].filter((binding) => !inBodies.has(binding)));
  let definite = complete;
  for (const body of bodies) {
    const outcome = outcomeOfBranch(body, bindings);
    for (const binding of outcome.bindings) reached.add(binding);
    definite &&= outcome.definite;
  }
  return { bindings: reached, definite };
}

function outcomeOfBranch(body: SyntaxNode, bindings: readonly Binding[]): Outcome {
  return leaves(body) ? { bindings: new Set(), definite: true } : outcomeOf(body, bindings, body.to + 1);
}

function outcomeOfMatch(statement: SyntaxNode, bindings: readonly Binding[]): Outcome {
  const clauses = childrenOf(statement.getChild('MatchBody') ?? statement).filter(isClause);
  const last = clauses.at(-1);
  const catchesAll = last?.getChild('CapturePattern') !== null && last?.getChild('Guard') === null;
  const bodies = clauses.flatMap((clause) => clause.getChildren('Body'));
  return join(bindings, statement, bodies, last !== undefined && catchesAll);
}

function isClause(node: SyntaxNode): boolean {
  return node.name === 'MatchClause';
}

/** `with suppress(E):` goes on after it though its body stopped anywhere. */
function outcomeOfWith(statement: SyntaxNode, bindings: readonly Binding[]): Outcome {
  const all = allWithin(bindings, statement);
  const body = statement.getChild('Body');
  if (body === null) return all;
  const isBoundInHead = headOf(bindings, statement, body).definite;
  const first = childrenOf(body).find(({ name }) => name !== ':' && name !== 'Comment');
  const isBoundAtOnce =
    first !== undefined && cannotFail(first) && isCertain(allWithin(bindings, first).bindings);
  return { ...all, definite: isBoundInHead || isBoundAtOnce };
}

/** Putting a text into a name. */
function cannotFail({ name, firstChild, lastChild }: SyntaxNode): boolean {
  return name === 'AssignStatement' && firstChild?.name === 'VariableName' && lastChild?.name === 'String';
}

/** Certain only if the body or its `else` binds, and every handler binds or leaves; or `finally` binds. */
function tryIsDefinite(statement: SyntaxNode, bindings: readonly Binding[]): boolean {
  const parts = childrenOf(statement);
  const bodies = parts.filter(({ name }) => name === 'Body');
  const isDefinite = (body: SyntaxNode): boolean => outcomeOfBranch(body, bindings).definite;
  const after = (word: string): readonly SyntaxNode[] => bodies.filter((body) => partOf(body) === word);
  if (after('finally').some(isDefinite)) return true;
  const normal = [...after('try'), ...after('else')].some(isDefinite);
  return normal && after('except').every(isDefinite);
}

/** The keyword that introduces a body of a `try` statement. */
function partOf(body: SyntaxNode): string {
  for (let before = body.prevSibling; before !== null; before = before.prevSibling) {
    if (/^(?:try|except|else|finally)$/.test(before.name)) return before.name;
  }
  return '';
}

const leaving = new Set(['ReturnStatement', 'RaiseStatement', 'ContinueStatement', 'BreakStatement']);

/** Whether control never goes on after `body`. */
function leaves(body: SyntaxNode): boolean {
  const last = childrenOf(body).findLast(({ name }) => name !== 'Comment' && !name.startsWith('⚠'));
  if (last === undefined) return false;
  if (leaving.has(last.name)) return true;
  if (last.name !== 'IfStatement') return false;
  return last.getChild('else') !== null && last.getChildren('Body').every(leaves);
}
