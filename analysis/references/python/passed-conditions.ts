import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import type { Passed } from '../conditions.ts';

/** The maximum distance, in statements, to an earlier `if` that returns early. */
const reach = 10;
const checking = /^[\w.]*(?:assert|check|ensure|require|validate|verify)\w*\(/;
const leaving = /^(?:Return|Raise|Continue|Break)Statement$/;

/**
 * Yields the conditions that code in the function has passed on the way to `expression`, innermost first.
 * Excludes conditions that precede the last reassignment of the expression.
 */
export function* passedBefore(module: PythonModule, expression: SyntaxNode): Generator<Passed> {
  const value = module.textOf(expression).replaceAll(/\s/g, '');
  for (const passed of allBefore(module.text, expression))
    if (!isGivenSince(module, expression, value, passed)) yield passed;
}

function isGivenSince(
  module: PythonModule,
  expression: SyntaxNode,
  value: string,
  { condition: { to } }: Passed,
): boolean {
  if (expression.name === 'VariableName')
    return (bindingsSeenBy(module, expression) ?? []).some(
      ({ node }) => node.from >= to && node.from < expression.from,
    );
  const between = module.text.slice(to, expression.from).replaceAll(/[ \t]/g, '');
  return between.split(value).some((rest, at) => at > 0 && /^(?::[^=\n]+)?=(?!=)/.test(rest));
}

/** Yields all conditions evaluated earlier in the function, innermost first. */
function* allBefore(text: string, expression: SyntaxNode): Generator<Passed> {
  for (
    let inner = expression, outer = expression.parent;
    outer !== null && !/^(?:Function|Class)Definition$/.test(outer.name);
    inner = outer, outer = outer.parent
  )
    yield* passedIn(text, outer, inner);
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
    case 'AssertStatement': {
      const condition = outer.getChild('assert')?.nextSibling;
      if (condition && condition.to < inner.from) yield { condition, holds: false };
      return;
    }
    case 'BinaryExpression': {
      const condition = outer.firstChild;
      const isAnd = outer.getChild('and') !== null;
      if (condition && condition.to < inner.from && (isAnd || outer.getChild('or') !== null))
        yield { condition, holds: isAnd };
      return;
    }
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      for (const { nextSibling } of outer.getChildren('if'))
        if (nextSibling && inner.to < nextSibling.from) yield { condition: nextSibling, holds: true };
      return;
    case 'Body':
      yield* leftBefore(text, inner);
  }
}

function* branchesBefore(statement: SyntaxNode, inner: SyntaxNode): Generator<Passed> {
  for (let body = statement.getChild('Body'); body !== null; body = body.nextSibling) {
    const condition = body.name === 'Body' ? body.prevSibling : null;
    if (condition === null || condition.name === 'else') continue;
    if (condition.from < inner.from) yield { condition, holds: body.from === inner.from };
  }
}

/** An earlier `if key: return use(key)`. */
function* leftBefore(text: string, statement: SyntaxNode): Generator<Passed> {
  let before = statement.prevSibling;
  for (let count = 0; before !== null && count < reach; before = before.prevSibling, count++) {
    // After `require(name)`, only valid values remain.
    const call = before.name === 'ExpressionStatement' ? before.firstChild : null;
    if (call?.name === 'CallExpression' && checking.test(text.slice(call.from, call.to)))
      yield { condition: call, holds: true };
    if (before.name === 'AssertStatement') {
      const condition = before.getChild('assert')?.nextSibling;
      if (condition) yield { condition, holds: true };
    }
    const body = before.name === 'IfStatement' ? before.getChild('Body') : null;
    const condition = body?.prevSibling;
    if (condition && body.nextSibling === null && leaving.test(body.lastChild?.name ?? ''))
      yield { condition, holds: false };
  }
}
