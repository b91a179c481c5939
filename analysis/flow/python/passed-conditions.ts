import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from '../../syntax/python/syntax.ts';
import { isCheckedAgain, leftBefore, type Passed } from '../conditions.ts';
import { isComprehension } from './binding.ts';
import { bindingsSeenBy } from './lookup.ts';
import { isSameScope, type PythonModule } from './python-module.ts';
import { scopeOf } from './scope.ts';

const leaving = /^(?:Return|Raise|Continue|Break)Statement$/;

/**
 * Yields the conditions that code in the function has passed on the way to `expression`, innermost first.
 * Excludes conditions after which the expression may have been assigned.
 */
export function* passedBefore(module: PythonModule, expression: SyntaxNode): Generator<Passed> {
  const value = module.textOf(expression).replaceAll(/\s/g, '');
  for (const passed of allBefore(module.text, expression))
    if (!isGivenSince(module, expression, value, passed)) yield passed;
}

/** Whether a variable may have been assigned after a condition and before it is read. */
function isGivenSince(module: PythonModule, expression: SyntaxNode, value: string, passed: Passed): boolean {
  const { from, to } = passed.condition;
  if (expression.name === 'VariableName')
    return (bindingsSeenBy(module, expression) ?? []).some(
      ({ kind, node }, _, { length }) =>
        (length > 1 && !isSameScope(scopeOf(node), scopeOf(expression))) ||
        (node.from >= from && (kind === 'comprehension' || !isCheckedAgain(passed, node, expression))),
    );
  const between = module.text.slice(to, expression.from).replaceAll(/[ \t]/g, '');
  return between.split(value).some((rest, at) => at > 0 && /^(?::[^=\n]+)?=(?!=)/.test(rest));
}

/**
 * Yields all conditions evaluated earlier in the function, innermost first. Excludes conditions around code that runs
 * later.
 */
export function* allBefore(text: string, expression: SyntaxNode): Generator<Passed> {
  for (
    let inner = expression, outer = expression.parent;
    outer !== null && !/^(?:(?:Function|Class)Definition|LambdaExpression)$/.test(outer.name);
    inner = outer, outer = outer.parent
  ) {
    yield* passedIn(text, outer, inner);
    // A generator runs its parts when something asks it for items.
    if (/^(?:ArgList|Comp)/.test(outer.name) && isComprehension(outer)) return;
  }
}

function* passedIn(text: string, outer: SyntaxNode, inner: SyntaxNode): Generator<Passed> {
  switch (outer.name) {
    case 'IfStatement':
    case 'WhileStatement':
      yield* branchesBefore(outer, inner);
      return;
    case 'ConditionalExpression': {
      const condition = outer.getChild('if')?.nextSibling;
      if (condition && condition.from !== inner.from) yield { condition, holds: inner.from < condition.from };
      return;
    }
    case 'BinaryExpression': {
      const condition = outer.firstChild;
      const isAnd = outer.getChild('and') !== null;
      if (condition && condition.to < inner.from && (isAnd || outer.getChild('or') !== null))
        yield { condition, holds: isAnd };
      return;
    }
    case 'MatchBody':
      yield* casesBefore(outer, inner);
      return;
    case 'MatchClause': {
      const condition = outer.getChild('Guard')?.lastChild;
      if (condition && condition.to <= inner.from) yield { condition, holds: true };
      return;
    }
    case 'Body':
      yield* leftBefore(text, inner, leftIn);
      return;
    default:
      if (!isComprehension(outer)) return;
      for (const { nextSibling } of outer.getChildren('if'))
        if (nextSibling && inner.to < nextSibling.from) yield { condition: nextSibling, holds: true };
  }
}

function* branchesBefore(statement: SyntaxNode, inner: SyntaxNode): Generator<Passed> {
  for (let body = statement.getChild('Body'); body !== null; body = body.nextSibling) {
    const condition = body.name === 'Body' ? body.prevSibling : null;
    if (condition === null || condition.name === 'else') continue;
    if (condition.from < inner.from) yield { condition, holds: body.from === inner.from };
  }
}

/** The patterns of a clause, and those of the clauses before it. */
function* casesBefore(body: SyntaxNode, clause: SyntaxNode): Generator<Passed> {
  const condition = body.prevSibling;
  if (condition?.prevSibling?.name !== 'match') return;
  for (const one of body.getChildren('MatchClause')) {
    if (one.from > clause.from) return;
    const pattern = one.getChild('case')?.nextSibling;
    const holds = one.from === clause.from;
    if (!pattern || pattern.name === 'CapturePattern' || (!holds && one.getChild('Guard'))) continue;
    const alternatives = pattern.name === 'OrPattern' ? childrenOf(pattern) : [pattern];
    yield { condition, holds, cases: alternatives.filter(({ name }) => name !== 'LogicOp') };
  }
}

/** The conditions under which code continues after an `assert`, or an `if` some of whose branches leave. */
function* leftIn(statement: SyntaxNode): Generator<Passed> {
  const asserted = statement.name === 'AssertStatement' && statement.getChild('assert')?.nextSibling;
  if (asserted) yield { condition: asserted, holds: true };
  if (statement.name !== 'IfStatement') return;
  const bodies = statement.getChildren('Body');
  const [only, ...others] = bodies.filter((body) => !leaves(body));
  if (only && others.length === 0 && statement.getChild('else')) yield* branchesBefore(statement, only);
  else
    for (const body of bodies) {
      const condition = body.prevSibling;
      if (condition === null || condition.name === 'else' || !leaves(body)) return;
      yield { condition, holds: false };
    }
}

function leaves({ lastChild }: SyntaxNode): boolean {
  return leaving.test(lastChild?.name ?? '');
}
