import type { SyntaxNode } from '@lezer/common';
import { type ReadError, readErrors } from '../../model/reference.ts';
import {
  argumentsOf,
  callersOf,
  callOf,
  functionAround,
  parametersOf,
} from '../../flow/javascript/functions.ts';
import type { FlowPlace, OriginFinder } from '../../flow/javascript/origin.ts';
import {
  isFunction,
  isNamedFunction,
  isSameNode,
  statementsIn,
  wrapped,
} from '../../syntax/javascript/syntax.ts';

const expectation = /(?:^|\.)(?:expect|throws|rejects|doesNotReject)$/;

/**
 * If `catch` surrounds more statements than this, it is not evidence that a read in another function is
 * handled.
 */
const mostStatements = 3;
const maximumDepth = 3;

/**
 * Returns the errors from reading the secret in `call` that the code handles, either there or wherever the
 * file calls the enclosing function. `catch` may handle any error.
 */
export function caughtErrors(finder: OriginFinder, call: SyntaxNode): readonly ReadError[] {
  return isCaught(finder, call, 0) ? readErrors : [];
}

function isCaught(finder: OriginFinder, call: SyntaxNode, depth: number): boolean {
  const { module } = finder;
  if (isHandledByPromise(module.text, call) || isInsideHandled(module.text, call, depth > 0)) return true;
  if (isCaughtByTaker(finder, call)) return true;
  const definition = depth < maximumDepth ? functionAround(call) : undefined;
  const callers = definition === undefined ? [] : callersOf(module, definition);
  return callers.length > 0 && callers.every((caller) => isCaught(finder, caller, depth + 1));
}

/** `safely(() => read)`, where `safely` calls its argument inside `try`. */
function isCaughtByTaker(finder: OriginFinder, call: SyntaxNode): boolean {
  const callback = functionAround(call);
  const list = callback?.parent;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : null;
  if (!list || !callee) return false;
  const at = argumentsOf(list)?.findIndex((argument) => isSameNode(argument, callback ?? null)) ?? -1;
  const takers = at === -1 ? [] : finder.of(callee);
  return takers.length > 0 && takers.every((taker) => isHandledInside(taker, at));
}

/** Whether a function handles the errors of the function that it gets as an argument. */
function isHandledInside({ node, keys, finder: { module } }: FlowPlace, at: number): boolean {
  const parameter = keys.length === 0 && isFunction(node) ? parametersOf(node)[at] : undefined;
  const binding = parameter?.name === 'VariableDefinition' ? module.bindingOf(parameter) : undefined;
  const uses = binding === undefined ? [] : module.usesOf(binding);
  const calls = uses.flatMap((use) => callOf(use) ?? []);
  return calls.length > 0 && calls.every((one) => isHandledHere(module.text, one));
}

function isHandledHere(text: string, call: SyntaxNode): boolean {
  return isHandledByPromise(text, call) || isInsideHandled(text, call, false);
}

/** `read.catch(…)`, `read.then(use).catch(…)`, `read.then(use, cope)`. */
function isHandledByPromise(text: string, call: SyntaxNode): boolean {
  let value = wrapped(call);
  for (let member = value.parent; member?.name === 'MemberExpression'; member = value.parent) {
    const outer = member.parent;
    const method = member.getChild('PropertyName');
    if (outer?.name !== 'CallExpression' || method === null || !isSameNode(outer.firstChild, member))
      return false;
    const name = text.slice(method.from, method.to);
    if (name === 'catch' || (name === 'then' && hasSecond(outer.getChild('ArgList')))) return true;
    value = wrapped(outer);
  }
  return false;
}

function hasSecond(list: SyntaxNode | null): boolean {
  return list !== null && list.getChild(',') !== null;
}

/**
 * Whether the code is inside `try`, or inside code that a test expects to fail. Callbacks, such as those of
 * `map`, may also run there.
 */
function isInsideHandled(text: string, call: SyntaxNode, isFar: boolean): boolean {
  for (let inner = call, outer = call.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.name === 'ArgList' && isExpected(text, outer)) return true;
    if (isNamedFunction(outer) || (inner.name === 'ArrowFunction' && outer.name !== 'ArgList')) return false;
    if (outer.name === 'TryStatement' && isSameNode(outer.getChild('Block'), inner)) {
      const handler = outer.getChild('CatchClause')?.getChild('Block');
      const isWide = isFar && statementsIn(inner) > mostStatements;
      if (handler && !isWide && !onlyThrows(handler)) return true;
    }
  }
  return false;
}

function isExpected(text: string, list: SyntaxNode): boolean {
  const callee = list.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
  return callee !== null && expectation.test(text.slice(callee.from, callee.to));
}

function onlyThrows(block: SyntaxNode): boolean {
  const last = block.lastChild?.prevSibling;
  if (last?.name !== 'ThrowStatement') return false;
  for (let node = block.firstChild; node !== null; node = node.nextSibling)
    if (!/^(?:[{}]|\w*Comment|ExpressionStatement|ThrowStatement)$/.test(node.name)) return false;
  return true;
}
