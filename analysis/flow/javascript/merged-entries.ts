import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';
import { argumentsOf } from './functions.ts';
import { type FlowPlace, placeOf, stepTo } from './origin.ts';
import { isUntouched } from './untouched.ts';

/** The places of the values by their keys. */
export type Entries = ReadonlyMap<string, FlowPlace>;

const maximumDepth = 8;

/**
 * Returns the entries of an object that is assembled from others: `{ ...NAMES, key: "c" }`,
 * `Object.assign({}, NAMES)` and `Object.fromEntries([["key", "a"]])`. Undefined unless all of them are
 * known.
 */
export function mergedEntries(place: FlowPlace, depth = 0): Entries | undefined {
  const node = unwrapped(place.node);
  if (depth > maximumDepth) return undefined;
  if (node.name === 'CallExpression') return entriesOfCall(place, node, depth);
  if (node.name !== 'ObjectExpression' || !isUntouched(place.finder, node)) return undefined;
  const all = new Map<string, FlowPlace>();
  for (const property of node.getChildren('Property')) {
    const spread = property.getChild('Spread')?.nextSibling;
    const given = spread ? originEntries(place, spread, depth) : entryOf(place, property);
    if (given === undefined) return undefined;
    for (const [key, value] of given) all.set(key, value);
  }
  return all;
}

function originEntries(place: FlowPlace, expression: SyntaxNode, depth: number): Entries | undefined {
  const [origin, another] = place.finder.follow(stepTo(place, expression, []));
  if (origin === undefined || another !== undefined || origin.keys.length > 0) return undefined;
  return mergedEntries(origin, depth + 1);
}

function entryOf(place: FlowPlace, property: SyntaxNode): Entries | undefined {
  const { text } = place.finder.module;
  const key = keyOf(property, text);
  const value = property.getChild(':')?.nextSibling ?? shorthand(property);
  return key === undefined || !value ? undefined : new Map([[key, stepTo(place, value)]]);
}

/** `{ name }`. */
function shorthand({ firstChild }: SyntaxNode): SyntaxNode | undefined {
  return firstChild?.nextSibling === null ? firstChild : undefined;
}

function entriesOfCall(place: FlowPlace, call: SyntaxNode, depth: number): Entries | undefined {
  const { module } = place.finder;
  const list = call.getChild('ArgList');
  const given = (list && argumentsOf(list)) ?? [];
  const callee = call.firstChild;
  const [first] = given;
  if (callee === null || first === undefined) return undefined;
  switch (module.textOf(callee)) {
    case 'Object.fromEntries':
      return entriesOfPairs(place, first);
    case 'Object.assign': {
      // Otherwise, the call changes another object.
      if (unwrapped(first).name !== 'ObjectExpression') return undefined;
      const all = new Map<string, FlowPlace>();
      for (const source of given) {
        const entries = originEntries(place, source, depth);
        if (entries === undefined) return undefined;
        for (const [key, value] of entries) all.set(key, value);
      }
      return all;
    }
    default:
      return undefined;
  }
}

/** `[["key", "a"], …]`. */
function entriesOfPairs(place: FlowPlace, array: SyntaxNode): Entries | undefined {
  const { text } = place.finder.module;
  const all = new Map<string, FlowPlace>();
  for (const pair of itemsIn(array) ?? [array]) {
    const [key, value, another] = itemsIn(pair) ?? [];
    const name = key && stringValue(text, unwrapped(key));
    if (name === undefined || value === undefined || another !== undefined) return undefined;
    all.set(name, stepTo({ ...placeOf(place.finder, value), frame: place.frame, from: place }, value));
  }
  return all;
}

function itemsIn(array: SyntaxNode): readonly SyntaxNode[] | undefined {
  const node = unwrapped(array);
  if (node.name !== 'ArrayExpression') return undefined;
  return argumentsOf(node)?.filter(({ name }) => name !== '[' && name !== ']');
}
