import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { possibleNames } from '../../flow/python/possible-names.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf, isSameNode, subscriptOf } from '../../syntax/python/syntax.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
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
  const written = module.textOf(name);
  const { to } = scopeOf(name);
  for (const at of headerArguments(module).get(written) ?? []) {
    const node = at > from && at < to ? module.nodeAt(at, written) : undefined;
    if (node === undefined || !isArgument(file, node, 'headers')) continue;
    const [seen, more] = bindingsSeenBy(module, node) ?? [];
    if (other === undefined && more === undefined && isSameNode(seen?.node, bound)) return true;
  }
  return false;
}

const inModule = new WeakMap<PythonModule, ReadonlyMap<string, readonly number[]>>();

/** Where names may be arguments called `headers`. */
function headerArguments(module: PythonModule): ReadonlyMap<string, readonly number[]> {
  const known = inModule.get(module);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  for (const { 0: whole, 1: name = '', index } of module.text.matchAll(
    /\bheaders(?:[\s\\]|#[^\n]*\n)*=(?:[\s\\]|#[^\n]*\n)*([\p{L}_][\p{L}\p{N}_]*)/gu,
  )) {
    const at = index + whole.length - name.length;
    const places = found.get(name);
    if (places === undefined) found.set(name, [at]);
    else places.push(at);
  }
  inModule.set(module, found);
  return found;
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
