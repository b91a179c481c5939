import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callOf } from '../languages/python/syntax.ts';
import { argumentsOf } from '../languages/python/arguments.ts';
import type { OriginFinder, Frame, Origin } from './origin.ts';
import { isBuiltin } from './plain-reads.ts';
import { pickedFromCopy, sameElements } from './copies.ts';
import { entriesOf, isKey, itemsOf, keyOf, keyText, type Entry } from './displays.ts';
import type { PythonModule } from './python-module.ts';

export { isDisplay } from './displays.ts';

/** What a loop hands out: an expression, or a tuple that is nowhere written (`.items()`). */
export type Element = Origin | { readonly parts: readonly Element[] };

/** `NAMES[brand]` brings all values; an index known here brings one. Undefined: not such a collection. */
export function subscriptOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  index: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const collections = origins.of(object, frame);
  const keys = literalKeys(origins, index, frame);
  const found: Origin[] = [];
  for (const collection of collections) {
    const values = selected(collection.finder.module, collection.node, keys);
    const written = values?.flatMap((value) => collection.finder.of(value, collection.frame));
    const picked =
      written ??
      pickedFromCopy(collection, keys, elementsOf(collection.finder, collection.node, collection.frame));
    if (picked === undefined) return undefined;
    found.push(...picked);
  }
  return collections.length === 0 ? undefined : found;
}

/** The values of `object.get(key)` for a dictionary that is written in this module. */
export function entryOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  key: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const keys = literalKeys(origins, key, frame);
  const found: Origin[] = [];
  for (const dictionary of origins.of(object, frame)) {
    const entries = entriesOf(dictionary.finder.module, dictionary.node);
    if (entries === undefined) return undefined;
    const { finder, frame: inner } = dictionary;
    const matching = entries.filter((entry) => keys?.has(keyOf(finder.module, entry)) ?? true);
    for (const { value } of matching) found.push(...finder.of(value, inner));
  }
  return found;
}

/** Undefined when the index is not known: then it may be any. */
function literalKeys(
  origins: OriginFinder,
  index: SyntaxNode,
  frame: Frame | undefined,
): ReadonlySet<string> | undefined {
  const found = origins.of(index, frame);
  if (found.length === 0 || !found.every(({ node, finder }) => isKey(finder.module, node))) return undefined;
  return new Set(found.map(({ node, finder }) => keyText(finder.module, node)));
}

function selected(
  module: PythonModule,
  node: SyntaxNode,
  keys: ReadonlySet<string> | undefined,
): readonly SyntaxNode[] | undefined {
  const entries = entriesOf(module, node);
  if (entries !== undefined) {
    const values = [...(keys ?? [])].map(
      (key) => entries.findLast((entry) => keyOf(module, entry) === key)?.value,
    );
    return keys === undefined ? entries.map(({ value }) => value) : known(values);
  }
  const items = node.name === 'SetExpression' ? undefined : itemsOf(node);
  if (items === undefined || keys === undefined) return items;
  return known([...keys].map((key) => (/^-?\d+$/.test(key) ? items.at(Number(key)) : undefined)));
}

function known<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}

/** What iterating over an expression hands out; undefined when that cannot be told. */
export function elementsOf(
  origins: OriginFinder,
  iterable: SyntaxNode,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  const ofCall = elementsOfCall(origins, iterable, frame);
  if (ofCall !== undefined) return ofCall;
  const found: Element[] = [];
  for (const origin of origins.of(iterable, frame)) {
    const items = itemsOf(origin.node) ?? keysOf(origin);
    if (items === undefined) return undefined;
    const { finder, frame: inner } = origin;
    found.push(...items.map((node) => ({ node, frame: inner, finder })));
  }
  return found;
}

/** What a loop over a dictionary hands out. */
function keysOf({ node, finder }: Origin): readonly SyntaxNode[] | undefined {
  const entries = entriesOf(finder.module, node);
  return entries?.some(({ isKeyword }) => isKeyword) ? undefined : entries?.map(({ key }) => key);
}

function elementsOfCall(
  origins: OriginFinder,
  iterable: SyntaxNode,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  const call = callOf(iterable);
  if (call === undefined) return undefined;
  const attribute = attributeOf(call.callee);
  if (attribute !== undefined) {
    return elementsOfView(origins, attribute.object, origins.module.textOf(attribute.property), frame);
  }
  const [first] = argumentsOf(origins.module.text, call.list);
  if (first?.value === undefined || first.star !== undefined || !isBuiltin(origins.module, call.callee))
    return undefined;
  const name = origins.module.textOf(call.callee);
  if (sameElements.has(name)) return elementsOf(origins, first.value, frame);
  if (name !== 'enumerate') return undefined;
  const elements = elementsOf(origins, first.value, frame);
  return elements?.map((element) => ({ parts: [{ node: iterable, frame, finder: origins }, element] }));
}

function elementsOfView(
  origins: OriginFinder,
  object: SyntaxNode,
  view: string,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  if (view !== 'items' && view !== 'keys' && view !== 'values') return undefined;
  const found: Element[] = [];
  for (const dictionary of origins.of(object, frame)) {
    const entries = entriesOf(dictionary.finder.module, dictionary.node);
    if (entries === undefined || (view !== 'values' && entries.some(({ isKeyword }) => isKeyword)))
      return undefined;
    found.push(...entries.map((entry) => elementOfView(entry, view, dictionary)));
  }
  return found;
}

function elementOfView(entry: Entry, view: 'items' | 'keys' | 'values', dictionary: Origin): Element {
  const key = { ...dictionary, node: entry.key };
  const value = { ...dictionary, node: entry.value };
  if (view === 'items') return { parts: [key, value] };
  return view === 'keys' ? key : value;
}
