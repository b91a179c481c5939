import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { Origin } from '../../flow/python/origin.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { callOf } from '../../syntax/python/syntax.ts';

/**
 * Whether an expression is a session of `requests` or `httpx`, or one of the modules if those are allowed.
 */
export function isHttpClient(file: PythonFile, object: SyntaxNode, orModule: boolean): boolean {
  if (orModule && /^(?:requests|httpx)$/.test(file.module.textOf(object))) return true;
  if (object.name !== 'VariableName' && object.name !== 'MemberExpression') return false;
  const origins = file.origins.of(object);
  return origins.length > 0 && origins.every((origin) => isMadeSession(origin));
}

function isMadeSession({ node, finder }: Origin): boolean {
  const call = callOf(node.name === 'VariableName' ? (managerOf(node) ?? node) : node);
  if (call === undefined) return false;
  const made = finder.module.textOf(call.callee);
  if (/^(?:requests\.(?:sessions\.)?[Ss]ession|httpx\.(?:Async)?Client)$/.test(made)) return true;
  if (!/^(?:[Ss]ession|(?:Async)?Client)$/.test(made)) return false;
  const bindings = bindingsSeenBy(finder.module, call.callee) ?? [];
  return (
    bindings.length > 0 &&
    bindings.every(({ kind, owner }) => {
      return kind === 'import' && /^from\s+(?:requests|httpx)\b/.test(finder.module.textOf(owner));
    })
  );
}

/** `Session()` of `with Session() as node`. */
function managerOf(node: SyntaxNode): SyntaxNode | undefined {
  const as = node.prevSibling?.name === 'as' ? node.prevSibling : undefined;
  return node.parent?.name === 'WithStatement' ? (as?.prevSibling ?? undefined) : undefined;
}
