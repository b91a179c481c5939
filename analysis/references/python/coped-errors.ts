import type { SyntaxNode } from '@lezer/common';
import { callersAround } from '../../flow/python/callers.ts';
import { definitionOf } from '../../flow/python/calls.ts';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { OriginFinder } from '../../flow/python/origin.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import { readErrors, type ReadError } from '../../model/reference.ts';
import { caughtErrors } from './caught-errors.ts';
import { callAround, callOf } from '../../syntax/python/syntax.ts';

const maximumDepth = 3;

/**
 * Which errors of reading `call` the code handles: right there, in a context manager or a decorator of its
 * own, or at the known calls of the enclosing function.
 */
export function copedErrors(finder: OriginFinder, call: SyntaxNode, depth = 0): readonly ReadError[] {
  const { module } = finder;
  const own = new Set(caughtErrors(module.text, call, depth > 0));
  for (const error of [...swallowedAround(finder, call), ...caughtByDecorators(finder, call)]) own.add(error);
  const open = readErrors.filter((error) => !own.has(error));
  if (open.length === 0 || depth >= maximumDepth) return [...own];
  const callers = callersAround(finder, call);
  if (callers.length === 0) return [...own];
  let byAll = open;
  for (const site of callers) {
    if (byAll.length === 0) break;
    const coped = copedErrors(site.finder, site.call, depth + 1);
    byAll = byAll.filter((error) => coped.includes(error));
  }
  return readErrors.filter((error) => own.has(error) || byAll.includes(error));
}

/**
 * `with ignoring():`, a generator that catches what its `yield` raises, or a class whose `__exit__` does so.
 */
function swallowedAround(finder: OriginFinder, call: SyntaxNode): readonly ReadError[] {
  const found: ReadError[] = [];
  const scope = scopeOf(call);
  for (let outer = call.parent; outer !== null && outer.from > scope.from; outer = outer.parent) {
    if (outer.name !== 'WithStatement') continue;
    for (const manager of outer.getChildren('CallExpression')) {
      const callee = callOf(manager)?.callee;
      if (callee?.name === 'VariableName') found.push(...swallowedBy(finder, callee));
    }
  }
  return found;
}

function swallowedBy(finder: OriginFinder, callee: SyntaxNode): readonly ReadError[] {
  return definitionsOf(finder, callee).flatMap(({ module, definition }) => {
    if (definition.name === 'ClassDefinition')
      return /\bdef\s+__exit__\b[^]*?\breturn\s+(?!None\b|False\b)\S/.test(module.textOf(definition))
        ? readErrors
        : [];
    const [node] = module.occurrences(['yield'], definition);
    return node ? caughtErrors(module.text, node) : [];
  });
}

/** `@safe`, which calls the decorated function inside a `try`. */
function caughtByDecorators(finder: OriginFinder, call: SyntaxNode): readonly ReadError[] {
  const decorated = scopeOf(call).parent;
  if (decorated?.name !== 'DecoratedStatement') return [];
  return decorated.getChildren('Decorator').flatMap((decorator) => {
    const [name, more] = decorator.getChildren('VariableName');
    if (name === undefined || more !== undefined) return [];
    return definitionsOf(finder, name).flatMap(({ module, definition }) => caughtInside(module, definition));
  });
}

function caughtInside(module: PythonModule, definition: SyntaxNode): readonly ReadError[] {
  const found: ReadError[] = [];
  definition.cursor().iterate(({ name, node }) => {
    const call = name === 'VariableName' ? callAround(node) : undefined;
    const bindings = call && bindingsSeenBy(module, node);
    if (call && bindings?.every(({ kind }) => kind === 'parameter') === true)
      found.push(...caughtErrors(module.text, call));
  });
  return found;
}

interface Definition {
  readonly module: PythonModule;
  readonly definition: SyntaxNode;
}

function definitionsOf(finder: OriginFinder, name: SyntaxNode): readonly Definition[] {
  return finder.of(name).flatMap(({ node, finder: { module } }) => {
    const definition = node.parent?.name === 'ClassDefinition' ? node.parent : definitionOf(node);
    return definition ? [{ module, definition }] : [];
  });
}
