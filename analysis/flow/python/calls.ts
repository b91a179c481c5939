import type { SyntaxNode } from '@lezer/common';
import {
  type Argument,
  argumentsOf,
  attributeOf,
  childrenOf,
  isSameNode,
} from '../../syntax/python/syntax.ts';
import { elementsOf, entryOrigins } from './collections.ts';
import { itemsOf } from './displays.ts';
import { type Frame, frameOf, maximumFrames, type Origin, type OriginFinder } from './origin.ts';
import type { PythonModule } from './python-module.ts';
import { decoratorsOf, nameOf, scopeOf } from './scope.ts';
import { inTextOrder, itemsOfOne } from './copies.ts';
import { isBuiltin } from './plain-reads.ts';
import { followed } from './sequence-items.ts';

/** Follows a call to a function of this module, or a read from a dictionary. Undefined for other calls. */
export function callOrigins(
  origins: OriginFinder,
  call: SyntaxNode,
  parts: { readonly callee: SyntaxNode; readonly list: SyntaxNode } | undefined,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (parts === undefined || isConversationRead(origins.module.textOf(parts.callee))) return undefined;
  const given = argumentsOf(origins.module.text, parts.list);
  const entries = ofEntry(origins, parts.callee, given, frame);
  if (entries !== undefined) return entries;
  const made = builtinOrigins(origins, parts.callee, given, frame);
  return made ?? ofFunctions(origins, call, parts.callee, frame);
}

/**
 * The platform function for reads is not followed, because following every conversation to its callers is
 * expensive.
 */
function isConversationRead(callee: string): boolean {
  return /(?:^|\.)_?conv\.utils\.get_secret$/.test(callee);
}

const entryMethods = new Set(['get', 'pop', 'setdefault']);

function ofEntry(
  origins: OriginFinder,
  callee: SyntaxNode,
  [key, fallback, more]: readonly Argument[],
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const attribute = attributeOf(callee);
  if (attribute === undefined || !entryMethods.has(origins.module.textOf(attribute.property)))
    return undefined;
  if (key?.value === undefined || key.star !== undefined || key.keyword !== undefined || more)
    return undefined;
  const found = entryOrigins(origins, attribute.object, key.value, frame);
  if (found === undefined || (fallback !== undefined && fallback.value === undefined)) return undefined;
  return fallback?.value === undefined ? found : [...found, ...origins.of(fallback.value, frame)];
}

function ofFunctions(
  origins: OriginFinder,
  call: SyntaxNode,
  callee: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if ((frame?.depth ?? 0) >= maximumFrames) return undefined;
  const found: Origin[] = [];
  const functions = origins.of(callee, frame);
  for (const { node, finder } of functions) {
    if (node.name === 'LambdaExpression' && callee.name === 'VariableName' && node.lastChild !== null) {
      const inner = frameOf({ definition: node, finder, call, caller: origins, outer: frame });
      found.push(...finder.of(node.lastChild, inner));
      continue;
    }
    const definition = definitionOf(node);
    if (definition !== undefined && isAsync(definition) && call.parent?.name !== 'AwaitExpression')
      return undefined;
    const returned =
      definition &&
      returnOrigins(finder, definition, frameOf({ definition, finder, call, caller: origins, outer: frame }));
    if (returned === undefined) return undefined;
    found.push(...returned);
  }
  return functions.length === 0 ? undefined : found;
}

/** Calling it without `await` returns a coroutine. */
function isAsync(definition: SyntaxNode): boolean {
  return definition.getChild('async') !== null;
}

/** Returns the function that an origin names. */
export function definitionOf(node: SyntaxNode): SyntaxNode | undefined {
  const definition = node.parent;
  const isName = definition?.name === 'FunctionDefinition' && isSameNode(nameOf(definition), node);
  return isName ? definition : undefined;
}

const harmlessDecorators = new Set([
  'cache',
  'cached_property',
  'classmethod',
  'functools.cache',
  'functools.lru_cache',
  'lru_cache',
  'property',
  'staticmethod',
]);

/** Whether a function is what its definition says. */
export function hasHarmlessDecorators(module: PythonModule, definition: SyntaxNode): boolean {
  if (module.changesFunctions) return false;
  return decoratorsOf(module.text, definition).every((name) =>
    harmlessDecorators.has(name.replace(/\(.*\)$/s, '')),
  );
}

/**
 * Returns what a function returns. Undefined if a decorator, a generator or a tuple makes the result
 * uncertain.
 */
export function returnOrigins(
  origins: OriginFinder,
  definition: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (!hasHarmlessDecorators(origins.module, definition)) return undefined;
  const found: Origin[] = [];
  for (const statement of ownReturns(origins.module, definition)) {
    const [, value, more] = childrenOf(statement);
    if (statement.name !== 'ReturnStatement') return undefined;
    if (more !== undefined && itemsOf(statement) === undefined) return undefined;
    if (more !== undefined) found.push({ node: statement, frame, finder: origins });
    else if (value !== undefined) found.push(...origins.of(value, frame));
  }
  return found;
}

/** Yields the `return` and `yield` of a function, excluding those of nested functions. */
function* ownReturns(module: PythonModule, definition: SyntaxNode): Generator<SyntaxNode> {
  for (const word of module.occurrences(['return', 'yield'], definition)) {
    const statement = word.parent;
    if (statement === null || !/^(?:Return|Yield)/.test(statement.name)) continue;
    if (isSameNode(scopeOf(statement), definition)) yield statement;
  }
}

/** Returns the results of `str(x)`, `next(iter(x))`, `min(x)` and `max(x)`. Undefined for other calls. */
function builtinOrigins(
  finder: OriginFinder,
  callee: SyntaxNode,
  given: readonly Argument[],
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const name = finder.module.textOf(callee);
  if (!/^(?:str|next|min|max)$/.test(name) || !isBuiltin(finder.module, callee)) return undefined;
  const values = given.flatMap(({ star, keyword, value }) => ((star ?? keyword) ? [] : (value ?? [])));
  const [first, second] = values;
  if (first === undefined || values.length !== given.length) return undefined;
  if (name === 'str') return second === undefined ? ofText(finder.of(first, frame)) : undefined;
  if (name === 'next') return second === undefined ? elements(finder, first, frame) : undefined;
  const items =
    second === undefined ? itemsOfOne(finder, first, frame) : values.map((node) => ({ node, frame, finder }));
  const best = items && extreme(name, items);
  if (best !== undefined) return [best];
  return second === undefined
    ? elements(finder, first, frame)
    : values.flatMap((value) => finder.of(value, frame));
}

/** Undefined if `str()` changes a value. */
function ofText(origins: readonly Origin[]): readonly Origin[] | undefined {
  return origins.some(({ isMember }) => isMember === true) ? undefined : origins;
}

function elements(
  finder: OriginFinder,
  iterable: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const found: Origin[] = [];
  for (const element of elementsOf(finder, iterable, frame) ?? []) {
    if ('parts' in element) return undefined;
    found.push(...followed(element));
  }
  return found.length === 0 ? undefined : found;
}

/** Undefined unless all items are string literals. */
function extreme(name: string, items: readonly Origin[]): Origin | undefined {
  const inOrder = inTextOrder(items);
  return name === 'min' ? inOrder?.[0] : inOrder?.at(-1);
}
