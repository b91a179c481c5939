import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { possibleNames } from '../../flow/python/possible-names.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf, isSameNode, subscriptOf } from '../../syntax/python/syntax.ts';
import type { Origin } from '../../flow/python/origin.ts';

/** Whether `value` is a header value in a `requests` or `httpx` call, where only strings are allowed. */
export function isHeaderValue(file: PythonFile, display: SyntaxNode, value: SyntaxNode): boolean {
  if (value.prevSibling?.name !== ':') return false;
  const key = value.prevSibling.prevSibling;
  if (key === null || possibleNames(file.origins, key) === undefined) return false;
  if (isArgument(file, display, 'headers') || isUpdate(file, display)) return true;
  const target = display.parent?.name === 'AssignStatement' ? display.parent.firstChild : null;
  return target?.name === 'VariableName' && isSentAfter(file, target, display.to);
}

/** `headers["Authorization"] = x`, if the headers belong to a session or to a later call. */
export function isAssignedHeader(file: PythonFile, owner: SyntaxNode, value: SyntaxNode): boolean {
  const [operator, more] = owner.getChildren('AssignOp');
  const isPlain = more === undefined && operator !== undefined && isSameNode(operator.nextSibling, value);
  const target = isPlain && owner.getChild(',') === null ? owner.firstChild : null;
  const subscript = target === null ? undefined : subscriptOf(target);
  if (subscript?.index === undefined || possibleNames(file.origins, subscript.index) === undefined)
    return false;
  if (isOfSession(file, subscript.object)) return true;
  return subscript.object.name === 'VariableName' && isSentAfter(file, subscript.object, owner.to);
}

/** `requests.get(…, auth=("user", x))` */
export function isPassword(file: PythonFile, pair: SyntaxNode, value: SyntaxNode): boolean {
  return value.prevSibling?.name !== '*' && isArgument(file, pair, 'auth');
}

/** Whether a later call in the function sends the value that `name` is bound to at this place as headers. */
function isSentAfter(file: PythonFile, name: SyntaxNode, from: number): boolean {
  const { module } = file;
  const [own = name, other] = (bindingsSeenBy(module, name) ?? []).map(({ node }) => node);
  const bound = isTarget(name) ? name : own;
  for (const node of module.occurrences([module.textOf(name)], scopeOf(name))) {
    if (node.from <= from || !isArgument(file, node, 'headers')) continue;
    const [seen, more] = bindingsSeenBy(module, node) ?? [];
    if (other === undefined && more === undefined && isSameNode(seen?.node, bound)) return true;
  }
  return false;
}

/** `session.headers` */
function isOfSession(file: PythonFile, object: SyntaxNode): boolean {
  const attribute = attributeOf(object);
  if (attribute === undefined || file.module.textOf(attribute.property) !== 'headers') return false;
  return isHttpClient(file, attribute.object, false);
}

/** `session.headers.update(display)` */
function isUpdate(file: PythonFile, display: SyntaxNode): boolean {
  const callee = display.parent?.name === 'ArgList' ? display.parent.parent?.firstChild : null;
  const method = callee ? attributeOf(callee) : undefined;
  if (method === undefined || display.prevSibling?.name !== '(') return false;
  return file.module.textOf(method.property) === 'update' && isOfSession(file, method.object);
}

/** `requests.get(…, headers=node)` */
function isArgument(file: PythonFile, node: SyntaxNode, name: string): boolean {
  const keyword = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  if (node.parent?.name !== 'ArgList' || keyword === null || file.module.textOf(keyword) !== name)
    return false;
  const callee = node.parent.parent?.firstChild;
  const method = callee ? attributeOf(callee) : undefined;
  return method !== undefined && isHttpClient(file, method.object, true);
}

/**
 * Whether an expression is a session of `requests` or `httpx`, or one of these modules if `orModule` is set.
 */
function isHttpClient(file: PythonFile, object: SyntaxNode, orModule: boolean): boolean {
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

/** Returns `Session()` in `with Session() as node`. */
function managerOf(node: SyntaxNode): SyntaxNode | undefined {
  const as = node.prevSibling?.name === 'as' ? node.prevSibling : undefined;
  return node.parent?.name === 'WithStatement' ? (as?.prevSibling ?? undefined) : undefined;
}
