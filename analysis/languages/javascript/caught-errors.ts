import type { SyntaxNode } from '@lezer/common';
import type { ReadError } from '../../reference.ts';
import { isSameNode, wrapped } from './syntax.ts';

const all: readonly ReadError[] = ['SecretNotFound', 'MissingAccess'];
const functions = /^(?:Function(?:Declaration|Expression)|MethodDeclaration)$/;
const expectation = /(?:^|\.)(?:expect|throws|rejects|doesNotReject)$/;

/** Which errors of reading `call` the code copes with. What is caught here may be of any kind. */
export function caughtErrors(text: string, call: SyntaxNode): readonly ReadError[] {
  return isHandledByPromise(text, call) || isInsideHandled(text, call) ? all : [];
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

/** Inside of `try`, or of what a test expects to fail. What is called back may run there too, as by `map`. */
function isInsideHandled(text: string, call: SyntaxNode): boolean {
  for (let inner = call, outer = call.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.name === 'ArgList' && isExpected(text, outer)) return true;
    if (functions.test(outer.name) || (inner.name === 'ArrowFunction' && outer.name !== 'ArgList'))
      return false;
    if (outer.name === 'TryStatement' && isSameNode(outer.getChild('Block'), inner)) {
      const handler = outer.getChild('CatchClause')?.getChild('Block');
      if (handler && !onlyThrows(handler)) return true;
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
