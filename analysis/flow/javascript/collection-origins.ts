import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../all-known.ts';
import { argumentsOf } from './functions.ts';
import { mergedEntries } from './merged-entries.ts';
import type { JavaScriptModule } from './module.ts';
import { everyItem, type Key, type FlowPlace, stepTo, takenOut as fromHere } from './origin.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { keyOf, plainKey, valueAfter } from '../../syntax/javascript/syntax.ts';
import { isUntouched } from './untouched.ts';

/** The key that stands for the names of all properties of an object. */
export const keyNames = '\0names';

/** Returns the string that a place is: a literal, or the name of a property. */
export function literalText({ node, keys, finder: { module } }: FlowPlace): string | undefined {
  const [key, ...rest] = keys;
  if (keys.length === 0 || (key === keyNames && rest.length === 0 && node.name === 'String'))
    return stringValue(module.text, node);
  const isName = key === keyNames && /^(?:Number|Property(?:Definition|Name))$/.test(node.name);
  return isName && rest.length === 0 ? module.textOf(node) : undefined;
}

/** Returns what a key reads from an object, array or `enum` literal. */
export function nextOfCollection(place: FlowPlace): readonly FlowPlace[] | undefined {
  const [key, ...rest] = place.keys;
  if (place.keys.length === 0 || !isUntouched(place.finder, place.node)) return undefined;
  const found = takenOut(place, key);
  return (
    found?.map(({ node, isName, isSpread }) =>
      stepTo(place, node, isName ? [keyNames, ...rest] : isSpread ? place.keys : rest),
    ) ?? takenFromMerged(place)
  );
}

/** Returns the value under a key of an object that is assembled from others. */
export function takenFromMerged(place: FlowPlace): readonly FlowPlace[] | undefined {
  const [key, ...rest] = place.keys;
  if (place.keys.length === 0 || key === everyItem || key === keyNames) return undefined;
  const entries = mergedEntries(place);
  if (entries === undefined) return undefined;
  const values = key === undefined ? [...entries.values()] : [entries.get(key)];
  return allKnown(values)?.map((value) => fromHere(value, rest, place));
}

interface Taken {
  readonly node: SyntaxNode;
  /** True for the name of a property rather than its value. */
  readonly isName?: boolean;
  /** True for an array whose items are taken over: `...items`. */
  readonly isSpread?: boolean;
}

function takenOut({ node, finder: { module } }: FlowPlace, key: Key): readonly Taken[] | undefined {
  switch (node.name) {
    case 'ArrayExpression':
      return itemsOf(node, key);
    case 'EnumDeclaration':
      return membersOf(module, node, key);
    default:
      return propertiesOf(module, node, key);
  }
}

function itemsOf(array: SyntaxNode, key: Key): readonly Taken[] | undefined {
  const items = argumentsOf(array)?.filter(({ name }) => name !== '[' && name !== ']');
  if (hasHoles(array)) return undefined;
  if (items === undefined) return key === undefined || key === everyItem ? spreadItems(array) : undefined;
  if (key === undefined || key === everyItem) return items.map((node) => ({ node }));
  const item = /^\d+$/.test(key) ? items[Number(key)] : undefined;
  return item && [{ node: item }];
}

/** `[...items, "b"]`. */
function spreadItems(array: SyntaxNode): readonly Taken[] | undefined {
  const items: Taken[] = [];
  for (let child = array.firstChild; child !== null; child = child.nextSibling) {
    if (child.type.isError) return undefined;
    if (/^(?:\[|\]|,|Spread)$|Comment$/.test(child.name)) continue;
    items.push({ node: child, isSpread: child.prevSibling?.name === 'Spread' });
  }
  return items;
}

/** `["a", , "b"]`. */
export function hasHoles(array: SyntaxNode): boolean {
  return array.getChildren(',').some(({ prevSibling }) => /^[,[]$/.test(prevSibling?.name ?? ''));
}

function membersOf(
  module: JavaScriptModule,
  enumeration: SyntaxNode,
  key: Key,
): readonly Taken[] | undefined {
  const members = enumeration.getChild('EnumBody')?.getChildren('PropertyName') ?? [];
  if (key === keyNames) {
    // The keys of an enumeration of numbers include its values.
    const isText = members.every((member) => valueAfter(member)?.name === 'String');
    return isText ? members.map((node) => ({ node, isName: true })) : undefined;
  }
  const chosen = key === undefined ? members : members.filter((member) => module.textOf(member) === key);
  const values = allKnown(chosen.map((member) => valueAfter(member)));
  return values?.length === 0 ? undefined : values?.map((node) => ({ node }));
}

function propertiesOf(module: JavaScriptModule, object: SyntaxNode, key: Key): readonly Taken[] | undefined {
  if (key === everyItem) return undefined;
  const properties = object.getChildren('Property');
  const keys = properties.map((property) => keyOf(property, module.text));
  const spread = properties.findLastIndex((property) => property.getChild('Spread') !== null);
  if (key === undefined) return spread === -1 ? all(properties, valueOf) : undefined;
  if (key === keyNames) return spread === -1 ? all(properties, nameOf) : undefined;
  const at = keys.lastIndexOf(key);
  const isOverwritten = keys.findLastIndex((one) => one === undefined) > at;
  const value = at === -1 || isOverwritten ? undefined : valueOf(properties[at]);
  return value && [value];
}

function all(
  properties: readonly SyntaxNode[],
  find: (property: SyntaxNode) => Taken | undefined,
): readonly Taken[] | undefined {
  return properties.length === 0 ? undefined : allKnown(properties.map((property) => find(property)));
}

/** Returns the entire property for a method, the name for `{ name }`, and undefined for accessors. */
function valueOf(property: SyntaxNode | undefined): Taken | undefined {
  if (property === undefined || property.getChild('get') !== null || property.getChild('set') !== null)
    return undefined;
  if (property.getChild('ParamList') !== null) return { node: property };
  const value = property.getChild(':')?.nextSibling;
  const node = value ?? (property.firstChild?.nextSibling === null ? property.firstChild : undefined);
  return node ? { node } : undefined;
}

function nameOf(property: SyntaxNode): Taken | undefined {
  const node = plainKey(property);
  return node === null ? undefined : { node, isName: true };
}
