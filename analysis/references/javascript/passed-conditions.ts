import type { SyntaxNode } from '@lezer/common';
import { isFunction } from '../../flow/javascript/functions.ts';
import type { Passed } from '../conditions.ts';
import { branches, isSameNode } from '../../syntax/javascript/syntax.ts';

/** The maximum distance, in statements, to an earlier `if` that returns early. */
const reach = 10;
const leaving = /^(?:Return|Throw|Continue|Break)Statement$/;

/**
 * Yields the conditions that code in the function has passed on the way to `expression`, innermost first.
 * Excludes conditions that precede the last reassignment of the expression.
 */
export function* passedBefore(text: string, expression: SyntaxNode): Generator<Passed> {
  const value = text.slice(expression.from, expression.to).replaceAll(/\s/g, '');
  for (const passed of allBefore(text, expression)) {
    const between = text.slice(passed.condition.to, expression.from).replaceAll(/\s/g, '');
    const isGivenSince = between
      .split(value)
      .some((rest, at) => at > 0 && /^(?:\?\?|\|\|)?=(?![=>])/.test(rest));
    if (!isGivenSince) yield passed;
  }
}

/** Yields all conditions evaluated earlier in the function, innermost first. */
function* allBefore(text: string, expression: SyntaxNode): Generator<Passed> {
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
    case 'Block':
      yield* leftBefore(inner);
  }
}

/** An earlier `if (key) return use(key);`. */
function* leftBefore(statement: SyntaxNode): Generator<Passed> {
  let before = statement.prevSibling;
  for (let count = 0; before !== null && count < reach; before = before.prevSibling, count++) {
    const condition = before.name === 'IfStatement' ? before.getChild('ParenthesizedExpression') : null;
    const body = condition?.nextSibling;
    if (!condition || !body || body.nextSibling !== null) continue;
    const last = body.name === 'Block' ? body.lastChild?.prevSibling : body;
    if (leaving.test(last?.name ?? '')) yield { condition, holds: false };
  }
}
