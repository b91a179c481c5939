import type { SyntaxNode } from '@lezer/common';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { pathOf } from '../../flow/javascript/paths.ts';
import { isSameNode, keyOf } from '../../syntax/javascript/syntax.ts';

/**
 * Returns which part of a conversation an expression is, such as `state` for `conv.state`. Empty for the
 * conversation itself.
 */
export function partOfConversation({ module }: OriginFinder, expression: SyntaxNode): string | undefined {
  const path = pathOf(module, expression);
  if (path === undefined || path.root === 'meta') return undefined;
  if (path.root === 'conversation') return path.keys.join('.');
  const at = path.keys.findLastIndex((key) => /^_?conv$/.test(key));
  return at === -1 ? undefined : path.keys.slice(at + 1).join('.');
}

/** Returns the sink through which the arguments of a call reach the model. Undefined if they do not. */
export function modelSink(finder: OriginFinder, call: SyntaxNode): string | undefined {
  const part = call.firstChild === null ? undefined : partOfConversation(finder, call.firstChild);
  return part !== undefined && /^(?:say|utils\.prompt(?:_llm|Llm|LLM))$/.test(part)
    ? `conv.${part}`
    : undefined;
}

/** Returns what stores an argument beyond the turn: `conv.state.set`, `Object.assign(conv.state, …)`. */
export function stateSink(finder: OriginFinder, call: SyntaxNode, value: SyntaxNode): string | undefined {
  const callee = call.firstChild;
  if (callee?.name !== 'MemberExpression' || callee.firstChild === null) return undefined;
  const first = value.parent?.firstChild?.nextSibling ?? null;
  const isFirst = isSameNode(value, first);
  if (finder.module.textOf(callee) === 'Object.assign')
    return isFirst || first === null ? undefined : storeOf(finder, first);
  const method = keyOf(callee, finder.module.text) ?? '';
  if (/^write_?[mM]etric$/.test(method))
    return partOfConversation(finder, callee.firstChild) === '' ? `conv.${method}` : undefined;
  if (!/^(?:set|update)$/.test(method) || (method === 'set' && isFirst)) return undefined;
  return storeOf(finder, callee.firstChild);
}

/** Returns what stores a value that is assigned to `target`. */
export function stateTarget(finder: OriginFinder, target: SyntaxNode): string | undefined {
  const object = target.name === 'MemberExpression' ? target.firstChild : null;
  return object === null ? undefined : storeOf(finder, object);
}

/** Returns the store, such as `conv.state`, that the object is or belongs to. */
function storeOf(finder: OriginFinder, object: SyntaxNode): string | undefined {
  const part = partOfConversation(finder, object);
  if (part !== undefined) {
    const store = /^(?:state|memory)(?=\.|$)/.exec(part)?.[0];
    return store === undefined ? undefined : `conv.${store}`;
  }
  const inner = object.name === 'MemberExpression' ? object.firstChild : null;
  return inner === null ? undefined : storeOf(finder, inner);
}
