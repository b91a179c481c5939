import type { SyntaxNode } from '@lezer/common';
import { isCheckedAgain, leftBefore, type Passed } from '../conditions.ts';
import { branches, isFunction, isSameNode } from '../../syntax/javascript/syntax.ts';
import type { JavaScriptModule } from './module.ts';
import { functionAround } from './functions.ts';
import { isTarget } from './paths.ts';

const leaving = /^(?:Return|Throw|Continue|Break)Statement$/;

/**
 * Yields the conditions that code in the function has passed on the way to `expression`, innermost first.
 * Excludes conditions after which the expression may have been assigned.
 */
export function* passedBefore(module: JavaScriptModule, expression: SyntaxNode): Generator<Passed> {
  const { text } = module;
  const value = module.textOf(expression).replaceAll(/\s/g, '');
  const binding = expression.name === 'VariableName' ? module.bindingSeenBy(expression) : undefined;
  const assigned = typeof binding === 'object' ? module.usesOf(binding).filter(isTarget) : undefined;
  for (const passed of allBefore(text, expression)) {
    const { from, to } = passed.condition;
    const between = text.slice(to, expression.from).replaceAll(/\s/g, '');
    const isGivenSince = assigned
      ? assigned.some(
          (target) =>
            functionAround(target)?.from !== functionAround(expression)?.from ||
            (target.from >= from && !isCheckedAgain(passed, target, expression)),
        )
      : between.split(value).some((rest, at) => at > 0 && /^(?:\?\?|\|\|)?=(?![=>])/.test(rest));
    if (!isGivenSince) yield passed;
  }
}

/** Yields all conditions evaluated earlier in the function, innermost first. */
export function* allBefore(text: string, expression: SyntaxNode): Generator<Passed> {
  for (
    let inner = expression, outer = expression.parent;
    outer !== null && !isFunction(outer);
    inner = outer, outer = outer.parent
  )
    yield* passedIn(text, outer, inner);
}

function* passedIn(text: string, outer: SyntaxNode, inner: SyntaxNode): Generator<Passed> {
  switch (outer.name) {
    case 'IfStatement':
    case 'WhileStatement': {
      const condition = outer.getChild('ParenthesizedExpression');
      const holds = isSameNode(condition?.nextSibling, inner);
      if (condition && condition.to <= inner.from) yield { condition, holds };
      return;
    }
    case 'ConditionalExpression': {
      const [condition, yes] = [outer.firstChild, branches(outer)?.[0]];
      if (condition && condition.to < inner.from) yield { condition, holds: isSameNode(yes, inner) };
      return;
    }
    case 'BinaryExpression': {
      const [condition, operator] = [outer.firstChild, outer.getChild('LogicOp')];
      if (!condition || operator === null || condition.to > inner.from) return;
      const word = text.slice(operator.from, operator.to);
      if (word !== '??') yield { condition, holds: word === '&&' };
      return;
    }
    case 'SwitchBody': {
      const condition = outer.parent?.getChild('ParenthesizedExpression');
      if (condition) yield casePassed(condition, outer, inner);
      return;
    }
    case 'Block':
      yield* leftBefore(text, inner, leftIn);
  }
}

/** The cases that lead to a statement of a `switch`, including those that fall through to it. */
function casePassed(condition: SyntaxNode, body: SyntaxNode, statement: SyntaxNode): Passed {
  const leading = new Set<number>();
  let isDefault = false;
  for (let before = statement.prevSibling; before !== null; before = before.prevSibling) {
    if (leaves(before)) break;
    if (before.name === 'CaseLabel') leading.add(before.from);
    isDefault ||= before.name === 'DefaultLabel';
  }
  const labels = body.getChildren('CaseLabel').filter(({ from }) => leading.has(from) !== isDefault);
  const cases = labels.flatMap((label) => label.firstChild?.nextSibling ?? []);
  return { condition, holds: !isDefault, cases };
}

function leaves(statement: SyntaxNode): boolean {
  const last = statement.name === 'Block' ? statement.lastChild?.prevSibling : statement;
  return leaving.test(last?.name ?? '');
}

/** The conditions under which code continues after an `if`, some of whose branches leave. */
function* leftIn(statement: SyntaxNode): Generator<Passed> {
  const condition = statement.name === 'IfStatement' ? statement.getChild('ParenthesizedExpression') : null;
  const other = statement.getChild('else')?.nextSibling;
  if (!condition?.nextSibling) return;
  if (leaves(condition.nextSibling)) {
    yield { condition, holds: false };
    if (other) yield* leftIn(other);
  } else if (other && leaves(other)) yield { condition, holds: true };
}
