import type { SyntaxNode } from '@lezer/common';
import { type Argument, argumentsOf, attributeOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { allKnown } from '../all-known.ts';
import { atAnotherTime, type Choices, chosen, keyOfChoices, partOf } from '../choices.ts';
import { itemAt, pickedFromCopy, sameElements } from './copies.ts';
import { type Content, contentsOf } from './dictionary-contents.ts';
import { keyText } from './displays.ts';
import { type Frame, keyOfOrigin, type Origin, type OriginFinder } from './origin.ts';
import { isBuiltin } from './plain-reads.ts';
import { followed, itemsIn, itemsOfOnly } from './sequence-items.ts';
import { choiceOf } from './steady.ts';

/** An item that a loop yields: an expression, or a tuple that does not appear in the code (`.items()`). */
export type Element = Origin | { readonly parts: readonly Element[] };

/** `NAMES[brand]` yields all values, and a known index yields one. Undefined if the collection is unknown. */
export function subscriptOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  index: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const collections = origins.of(object, frame);
  const keys = literalKeys(origins, index, frame);
  const found: Origin[] = [];
  const what = collections.length > 1 ? choiceOf(origins, object, frame) : undefined;
  for (const collection of collections) {
    for (const key of keys) {
      const picked =
        selected(collection, key.text)?.flatMap(followed) ??
        pickedFromCopy(
          collection,
          key.text,
          elementsOf(collection.finder, collection.node, collection.frame),
        );
      if (picked === undefined) return undefined;
      const take = (one: Origin): Origin => chosen(partOf(one, collection), what, keyOfOrigin(collection));
      found.push(...picked.map((one) => partOf(take(one), key)));
    }
  }
  return collections.length === 0 ? undefined : found;
}

/** Returns the values of `object.get(key)` for a dictionary literal of this module. */
export function entryOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  key: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const keys = literalKeys(origins, key, frame);
  const found: Origin[] = [];
  const dictionaries = origins.of(object, frame);
  const what = dictionaries.length > 1 ? choiceOf(origins, object, frame) : undefined;
  for (const dictionary of dictionaries) {
    const contents = contentsOf(dictionary);
    if (contents === undefined) return undefined;
    for (const one of keys) {
      const matching = contents.filter(({ key: own }) => own === undefined || (one.text ?? own) === own);
      const values = matching.flatMap(({ value }) => followed(value));
      found.push(...values.map((value) => partOf(chosen(value, what, keyOfOrigin(dictionary)), one)));
    }
  }
  return found;
}

/** A key, with the choices that lead to it. Without a text, it may be any key. */
interface Key {
  readonly text?: string;
  readonly choices?: Choices;
}

/** An index that is not known may have any value. It may also be what an entry was before. */
function literalKeys(origins: OriginFinder, index: SyntaxNode, frame: Frame | undefined): readonly Key[] {
  const { found, isOpen } = origins.question.dependsOnOpen(() => origins.of(index, frame));
  const keys = new Map<string, Key>();
  for (const origin of found) {
    const { node, finder } = origin;
    const text = origin.text === undefined ? keyText(finder.module, node) : JSON.stringify(origin.text);
    if (isOpen || text === undefined) return [{}];
    const { choices } = origin;
    keys.set(text + keyOfChoices(origin), { text, ...(choices && { choices }) });
  }
  return keys.size === 0 ? [{}] : [...keys.values()];
}

function selected(collection: Origin, key: string | undefined): readonly Origin[] | undefined {
  const contents = contentsOf(collection);
  if (contents !== undefined) {
    if (key === undefined) return contents.map(({ value }) => value);
    return allKnown([lastAt(contents, key)]);
  }
  const items = collection.node.name === 'SetExpression' ? undefined : itemsIn(collection);
  if (items === undefined) return key === undefined ? madeInTurn(collection) : undefined;
  if (key === undefined) return items;
  return allKnown([itemAt(items, key)]);
}

/** Undefined if a later entry, whose key is unknown, may replace it. */
function lastAt(contents: readonly Content[], key: string): Origin | undefined {
  const last = contents.findLast((content) => content.key === key || content.key === undefined);
  return last?.key === undefined ? undefined : last.value;
}

/** Returns what a comprehension yields over all iterations. */
function madeInTurn(origin: Origin): readonly Origin[] | undefined {
  if (!origin.node.name.endsWith('ComprehensionExpression')) return undefined;
  const parts = childrenOf(origin.node);
  const isDictionary = origin.node.name.startsWith('Dictionary');
  const value = isDictionary ? parts[3] : parts[1];
  const isPlain = value !== undefined && !value.type.isError && value.nextSibling?.name === 'for';
  // With any other filter, it is unknown which items are excluded.
  const filter = origin.node.getChild('if')?.nextSibling;
  if (filter && filter.name !== 'VariableName') return undefined;
  return isPlain ? [{ ...origin, node: value, choices: atAnotherTime }] : undefined;
}

/** Returns what iterating over an expression yields. Undefined if it cannot be determined. */
export function elementsOf(
  origins: OriginFinder,
  iterable: SyntaxNode,
  frame: Frame | undefined,
): readonly Element[] | undefined {
  const ofCall = elementsOfCall(origins, iterable, frame);
  if (ofCall !== undefined) return ofCall;
  const found: Element[] = [];
  for (const origin of origins.of(iterable, frame)) {
    const items = itemsIn(origin) ?? keysOf(origin);
    if (items === undefined) return undefined;
    found.push(...items);
  }
  return found;
}

/** Returns what iterating over a dictionary or a comprehension yields. */
function keysOf(origin: Origin): readonly Origin[] | undefined {
  const contents = contentsOf(origin);
  if (contents !== undefined) return allKnown(contents.map(({ keyOrigin }) => keyOrigin));
  return origin.node.name.startsWith('Dictionary') ? undefined : madeInTurn(origin);
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
  const unknown = { node: iterable, frame, finder: origins };
  if (name === 'zip') return zipped(argumentsOf(origins.module.text, call.list), unknown);
  if (name !== 'enumerate') return undefined;
  const elements = elementsOf(origins, first.value, frame);
  return elements?.map((element) => ({ parts: [unknown, element] }));
}

/** Returns one tuple per item of the shortest list. If a list is unknown, its items are unknown. */
function zipped(given: readonly Argument[], unknown: Origin): readonly Element[] | undefined {
  if (given.some(({ star, keyword, value }) => (star ?? keyword) !== undefined || value === undefined))
    return undefined;
  const lists = given.map(({ value }) => value && itemsOfOnly(unknown.finder, value, unknown.frame));
  const length = Math.min(...lists.map((items) => items?.length ?? Infinity));
  if (length === Infinity) return undefined;
  return Array.from({ length }, (_, at) => ({ parts: lists.map((items) => items?.[at] ?? unknown) }));
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
    const contents = contentsOf(dictionary);
    const elements = contents && allKnown(contents.map((content) => elementOfView(content, view)));
    if (elements === undefined) return undefined;
    found.push(...elements);
  }
  return found;
}

function elementOfView(
  { keyOrigin, value }: Content,
  view: 'items' | 'keys' | 'values',
): Element | undefined {
  if (view === 'values') return value;
  if (view === 'keys' || keyOrigin === undefined) return keyOrigin;
  return { parts: [keyOrigin, value] };
}
