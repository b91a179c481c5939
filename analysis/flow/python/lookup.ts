import type { SyntaxNode } from '@lezer/common';
import { isSameNode } from '../../syntax/python/syntax.ts';
import { type Binding, bindingAt, isComprehension } from './binding.ts';
import { isSameScope, type PythonModule } from './python-module.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Reaching, State } from './states.ts';
import { evaluated } from './expression-walk.ts';
import { itemsLooped } from './loop-items.ts';
import { BindingPlaces } from './binding-places.ts';
import { StatementWalk } from './statement-walk.ts';

/**
 * Returns the bindings that a name may have where it is read. Undefined if no scope of the module binds it.
 */
export function bindingsSeenBy(module: PythonModule, use: SyntaxNode): readonly Binding[] | undefined {
  const name = module.textOf(use);
  const own = comprehensionBinding(module, use, name);
  if (own !== undefined) return [own];
  const home = scopeOf(use);
  for (let scope: Scope | undefined = home; scope !== undefined; scope = outerScope(scope)) {
    const isHome = isSameScope(scope, home);
    // Names defined in a class are visible only in the class body, not in its methods and comprehensions.
    if (scope.name === 'ClassDefinition' && (!isHome || isInComprehension(use))) continue;
    if (module.borrows(scope, name)) continue;
    const isBody = isHome && scope.name === 'ClassDefinition';
    const all = module.bindingsIn(scope, name);
    const found = isBody ? all.filter((one) => mayPrecede(one, use)) : all;
    // Otherwise, the name may also refer to the scope around the class.
    if (isBody && found.length > 0 && !found.some((one) => isAlwaysBound(one, scope)))
      return found.map(asUnknown);
    if (found.length > 0 && !isHome && scope.name === 'Script' && runsAtOnce(home))
      return inForceAt(module, scope, found, home);
    if (found.length > 0) return inForce(module, scope, found, isHome ? use : undefined);
  }
  return undefined;
}

/** The body of a class runs where it is written. */
function runsAtOnce(scope: Scope): boolean {
  if (scope.name !== 'ClassDefinition') return false;
  const outer = scopeOf(scope);
  return outer.name === 'Script' || runsAtOnce(outer);
}

/** Returns the bindings of a module that a class body in it may see. */
function inForceAt(
  module: PythonModule,
  scope: Scope,
  found: readonly Binding[],
  body: Scope,
): readonly Binding[] {
  const before = found.filter(({ node }) => node.from < body.from || isInLoop(node));
  const last = before.at(-1);
  if (last === undefined || hasOneMeaning(found)) return inForce(module, scope, found, undefined);
  const seen = isAlwaysBound(last, scope) && !isInLoop(last.node) ? [last] : before;
  return module.setsGlobalsUnseen ? seen.map(asUnknown) : [...seen, ...starImportsAfter(module, seen, body)];
}

/** A class body finds names of the scope around it until it binds them itself. */
function mayPrecede({ kind, node, owner }: Binding, use: SyntaxNode): boolean {
  return kind === 'assignment' ? owner.to <= use.from || isInLoop(node) : node.from < use.from;
}

function isAlwaysBound({ owner }: Binding, scope: Scope): boolean {
  const statement = owner.parent?.name === 'DecoratedStatement' ? owner.parent : owner;
  return isSameNode(statement.parent?.parent, scope);
}

function isInLoop(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== null && outer.name !== 'ClassDefinition'; outer = outer.parent)
    if (/^(?:For|While)Statement$/.test(outer.name)) return true;
  return false;
}

/**
 * Returns the bindings that a name of the module may have after the module has run. If it imports another module in
 * between, that one may import it in turn and see any of them. Undefined if the module does not bind the name.
 */
export function bindingsAtEnd(module: PythonModule, name: string): readonly Binding[] | undefined {
  const found = module.bindingsIn(module.root, name);
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isSeenBefore = first !== last && importing.test(between(module, first, last));
  return inForce(module, module.root, found, undefined, isSeenBefore);
}

const importing = /^(?:from|import)[ \t]/m;

/** `use` is undefined if the name is used in another function, which may run at any time. */
function inForce(
  module: PythonModule,
  scope: Scope,
  found: readonly Binding[],
  use: SyntaxNode | undefined,
  isSeenBefore = false,
): readonly Binding[] {
  const isSeenAnytime =
    isSeenBefore || (use === undefined && (scope.name !== 'Script' || callsInBetween(module, found)));
  const seen = isSeenAnytime ? found : reachingAt(module, scope, found, use);
  if (scope.name !== 'Script') return seen;
  if (module.setsGlobalsUnseen) return seen.map(asUnknown);
  return [...seen, ...starImportsAfter(module, seen, use)];
}

/**
 * Whether a module that binds a name several times calls its own functions in between. If so, these functions
 * may see any of the bindings.
 */
function callsInBetween(module: PythonModule, found: readonly Binding[]): boolean {
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined || first === last) return false;
  for (const { 1: callee = '', index } of between(module, first, last).matchAll(/([^\W\d]\w*)\s*\(/gu)) {
    const node = module.nodeAt(first.node.to + index, callee);
    if (node?.parent?.name === 'CallExpression' && scopeOf(node).name === 'Script' && isOwn(module, callee)) {
      return true;
    }
  }
  return false;
}

function between(module: PythonModule, first: Binding, last: Binding): string {
  return module.text.slice(first.node.to, last.node.from);
}

function isOwn(module: PythonModule, callee: string): boolean {
  return module.bindingsIn(module.root, callee).some(({ kind }) => kind === 'function' || kind === 'class');
}

/** `globals()["NAME"] = …` may have set the constant in the meantime. */
function asUnknown(binding: Binding): Binding {
  const isValue = binding.kind === 'assignment' || binding.kind === 'walrus' || binding.kind === 'loop';
  return isValue ? { ...binding, kind: 'other' } : binding;
}

/** Includes assignments in other functions (`global`, `nonlocal`), because it is unknown when they run. */
function reachingAt(
  module: PythonModule,
  scope: Scope,
  found: readonly Binding[],
  use: SyntaxNode | undefined,
): readonly Binding[] {
  const [first] = found;
  if (first === undefined || hasOneMeaning(found)) return found;
  const reaching = module.reaching(scope, module.textOf(first.node), () => {
    const borrowed = found.filter(({ node }) => isBorrowed(module, node));
    const own = found.filter((binding) => !borrowed.includes(binding));
    return withBorrowed(reachingIn(module, scope, own), borrowed);
  });
  return use === undefined ? reaching.atEnd : reaching.at(use);
}

function withBorrowed(reaching: Reaching, borrowed: readonly Binding[]): Reaching {
  if (borrowed.length === 0) return reaching;
  return {
    at: (use) => [...reaching.at(use), ...borrowed],
    atEnd: [...reaching.atEnd, ...borrowed],
  };
}

/** `from names import *` may rebind any name that the module bound earlier. */
function starImportsAfter(
  module: PythonModule,
  seen: readonly Binding[],
  use: SyntaxNode | undefined,
): readonly Binding[] {
  const values = seen.filter(({ kind }) => kind !== 'import' && kind !== 'parameter');
  const start = Math.min(...values.map(({ node }) => node.from));
  return module.starImports
    .filter(({ node }) => node.from > start && node.to <= (use?.from ?? Infinity))
    .map(({ node, owner }) => ({ kind: 'other', node, owner }));
}

function isBorrowed(module: PythonModule, name: SyntaxNode): boolean {
  return module.borrows(scopeOf(name), module.textOf(name));
}

function outerScope(scope: Scope): Scope | undefined {
  return scope.parent === null ? undefined : scopeOf(scope);
}

/** Whether a name is looked up in a comprehension, rather than around it. */
function isInComprehension(use: SyntaxNode): boolean {
  let child = use;
  for (let parent = use.parent; parent !== null; child = parent, parent = parent.parent) {
    if (parent.name === 'Body' || parent.name === 'Script') return false;
    if (isComprehension(parent) && !isFirstIterable(parent, child)) return true;
  }
  return false;
}

function comprehensionBinding(module: PythonModule, use: SyntaxNode, name: string): Binding | undefined {
  let child = use;
  for (let parent = use.parent; parent !== null; child = parent, parent = parent.parent) {
    if (parent.name === 'Body' || parent.name === 'Script') return undefined;
    if (!isComprehension(parent) || isFirstIterable(parent, child)) continue;
    const target = targetNamed(module, parent, name);
    if (target !== undefined) return target;
  }
  return undefined;
}

/** The first iterable is evaluated outside the comprehension. */
function isFirstIterable(comprehension: SyntaxNode, child: SyntaxNode): boolean {
  const firstIn = comprehension.getChild('in');
  const following = firstIn?.nextSibling;
  return isSameNode(following, child);
}

function targetNamed(module: PythonModule, comprehension: SyntaxNode, name: string): Binding | undefined {
  for (const node of module.occurrences([name], comprehension)) {
    const binding = bindingAt(module.text, node);
    if (binding?.kind === 'comprehension' && isSameNode(binding.owner, comprehension)) return binding;
  }
  return undefined;
}

/** Follows the control flow of `scope` once, from start to end. Unreachable code sees all bindings. */
function reachingIn(module: PythonModule, scope: Scope, bindings: readonly Binding[]): Reaching {
  const places = new BindingPlaces(module, scope, bindings);
  const walk = new StatementWalk(places);
  const start: State = bindings.filter(({ kind }) => kind === 'parameter');
  const end = walk.isExhausted ? undefined : endOf(walk, places, scope, start);
  if (walk.isExhausted) return { at: () => bindings, atEnd: bindings };
  return { at: (use) => places.seenAt(use) ?? bindings, atEnd: end ?? bindings };
}

function endOf(walk: StatementWalk, places: BindingPlaces, scope: Scope, start: State): State {
  if (scope.name === 'LambdaExpression') {
    return scope.lastChild === null ? start : evaluated(places, scope.lastChild, start);
  }
  const { next, returned } = walk.list(scope.getChild('Body') ?? scope, start);
  return next ?? returned;
}

/**
 * A name with a single binding has that binding everywhere, unless it is the target of a loop over a known
 * list.
 */
function hasOneMeaning([first, second]: readonly Binding[]): boolean {
  if (first === undefined || second !== undefined) return first === undefined;
  return first.kind !== 'loop' || itemsLooped(first.owner) === undefined;
}
