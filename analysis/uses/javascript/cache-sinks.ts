import type { SyntaxNode } from '@lezer/common';
import type { Binding } from '../../flow/javascript/binding.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';
import { receiverOf } from './carriers.ts';

/** Returns where `value` is stored for as long as the module lives, based on the syntax alone. */
export function cachedAt(finder: OriginFinder, value: SyntaxNode): Span | undefined {
  const target = receiverOf(finder.module, value);
  if (target !== undefined) return cacheTarget(finder, target) ? spanOf(target) : undefined;
  const object = value.parent?.name === 'ArgList' ? cacheCall(finder, value) : undefined;
  return object && spanOf(object);
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}

/** Whether a value assigned to `target` lives as long as the module, as in `token` or `cache[name]`. */
function cacheTarget(finder: OriginFinder, target: SyntaxNode): boolean {
  const { module } = finder;
  if (target.name === 'VariableDefinition') return isOfModule(module.bindingOf(target));
  if (target.name === 'VariableName') return isOfModule(bindingOf(finder, target));
  const object = target.name === 'MemberExpression' ? target.firstChild : null;
  return object !== null && isCollectionOfModule(finder, object);
}

/** Returns the collection that stores `x`: `cache.set(name, x)`, `cache.push(x)`. */
function cacheCall(finder: OriginFinder, value: SyntaxNode): SyntaxNode | undefined {
  const callee = value.parent?.parent?.firstChild;
  if (callee?.name !== 'MemberExpression' || callee.firstChild === null) return undefined;
  const method = keyOf(callee, finder.module.text) ?? '';
  const isKey = method === 'set' && value.prevSibling?.name === '(';
  if (isKey || !/^(?:add|push|set|unshift)$/.test(method)) return undefined;
  return isCollectionOfModule(finder, callee.firstChild) ? callee.firstChild : undefined;
}

function bindingOf({ module }: OriginFinder, name: SyntaxNode): Binding | undefined {
  const binding = module.bindingSeenBy(name);
  return binding === 'several' ? undefined : binding;
}

function isOfModule(binding: Binding | undefined): boolean {
  return binding?.scope.name === 'Script' && /^(?:fixed|loose)$/.test(binding.kind);
}

/** Excludes `WeakMap`, because its entries live no longer than their keys. */
function isCollectionOfModule(finder: OriginFinder, object: SyntaxNode): boolean {
  const binding = object.name === 'VariableName' ? bindingOf(finder, object) : undefined;
  if (binding?.value === undefined || !isOfModule(binding)) return false;
  const value = unwrapped(binding.value);
  return (
    /^(?:Array|Object)Expression$/.test(value.name) ||
    (value.name === 'NewExpression' && /^new\s+(?:Map|Set)\b/.test(finder.module.textOf(value)))
  );
}
