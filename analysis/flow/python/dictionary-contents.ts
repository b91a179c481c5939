import type { SyntaxNode } from '@lezer/common';
import {
  argumentsOf,
  attributeOf,
  callOf,
  childrenOf,
  commaGroups,
  hasError,
  insideBrackets,
} from '../../syntax/python/syntax.ts';
import { joinedOf } from '../all-known.ts';
import { partOf } from '../choices.ts';
import { entriesOf, type Entry, itemsOf, keyOf, keyText } from './displays.ts';
import { layersOf } from './layers.ts';
import { type Frame, onlyOrigin, type Origin, type OriginFinder } from './origin.ts';
import { isBuiltin } from './plain-reads.ts';
import { itemsIn, mostInSequence } from './sequence-items.ts';

/** A dictionary entry, wherever it is written. */
export interface Content {
  /** The key, normalized for comparison. Undefined if the key is unknown. */
  readonly key: string | undefined;
  /** Absent for `dict(key=value)`. */
  readonly keyOrigin?: Origin;
  readonly value: Origin;
}

/**
 * Returns the entries of a dictionary: its literal entries, those included with `**` or `|`, and those of the
 * dictionary that it copies. Follows at most `left` nested dictionaries.
 */
export function contentsOf(origin: Origin, left = mostInSequence): readonly Content[] | undefined {
  const { node, finder } = origin;
  const written = entriesOf(finder.module, node);
  if (written !== undefined) {
    return lastOfEach(written.map((entry) => contentOf(origin, entry)));
  }
  const joined = left === 0 ? undefined : joinedContents(origin, left - 1);
  if (joined?.every(({ value }) => layersOf(value.node) === 0) !== true) return undefined;
  return lastOfEach(joined).map((content) => contentIn(origin, content));
}

function contentIn(origin: Origin, { key, keyOrigin, value }: Content): Content {
  const own = { key, value: partOf(value, origin) };
  return keyOrigin === undefined ? own : { ...own, keyOrigin: partOf(keyOrigin, origin) };
}

function contentOf(origin: Origin, entry: Entry): Content {
  const value = { ...origin, node: entry.value };
  if (entry.isKeyword) return { key: keyOf(origin.finder.module, entry), value };
  return { key: keyAt(origin, entry.key), keyOrigin: { ...origin, node: entry.key }, value };
}

/** A key may also be a constant. */
function keyAt({ finder, frame }: Origin, key: SyntaxNode): string | undefined {
  const written = keyText(finder.module, key);
  if (written !== undefined || (key.name !== 'VariableName' && key.name !== 'MemberExpression'))
    return written;
  const only = onlyOrigin(finder, key, frame);
  return only && keyText(only.finder.module, only.node);
}

/** Keeps the last entry for each key, because a repeated key replaces the previous entry. */
function lastOfEach(contents: readonly Content[]): readonly Content[] {
  const last = new Map(contents.map((content, at) => [content.key, at]));
  return contents.filter(({ key }, at) => key === undefined || last.get(key) === at);
}

function joinedContents(origin: Origin, left: number): readonly Content[] | undefined {
  const { node, finder, frame } = origin;
  switch (node.name) {
    case 'DictionaryExpression':
      return hasError(node)
        ? undefined
        : joinedOf(commaGroups(insideBrackets(node)), (group) => ofGroup(origin, group, left));
    case 'BinaryExpression': {
      const [one, operator, other] = childrenOf(node);
      const isUnion = operator !== undefined && finder.module.textOf(operator) === '|';
      return isUnion && one && other
        ? joinedOf([one, other], (part) => ofOne(finder, part, frame, left))
        : undefined;
    }
    case 'CallExpression':
      return ofCall(origin, left);
    default:
      return undefined;
  }
}

function ofGroup(
  origin: Origin,
  [key, second, value, more]: readonly SyntaxNode[],
  left: number,
): readonly Content[] | undefined {
  const { finder, frame } = origin;
  if (key?.name === '**')
    return second && value === undefined ? ofOne(finder, second, frame, left) : undefined;
  if (key === undefined || second?.name !== ':' || value === undefined || more !== undefined)
    return undefined;
  return [
    {
      key: keyAt(origin, key),
      keyOrigin: { ...origin, node: key },
      value: { ...origin, node: value },
    },
  ];
}

/** Returns the entries of a dictionary, if an expression can only be that one. */
function ofOne(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
  left: number,
): readonly Content[] | undefined {
  const only = onlyOrigin(finder, expression, frame);
  return only && contentsOf(only, left);
}

/** `dict(NAMES, more="a")`, `dict([("x", "a")])`, `NAMES.copy()`. */
function ofCall({ node, finder, frame }: Origin, left: number): readonly Content[] | undefined {
  const call = callOf(node);
  if (call === undefined) return undefined;
  const given = argumentsOf(finder.module.text, call.list);
  const method = attributeOf(call.callee);
  if (method !== undefined) {
    const isCopy = finder.module.textOf(method.property) === 'copy' && given.length === 0;
    return isCopy ? ofOne(finder, method.object, frame, left) : undefined;
  }
  if (finder.module.textOf(call.callee) !== 'dict' || !isBuiltin(finder.module, call.callee))
    return undefined;
  return joinedOf(given, ({ keyword, star, value }) => {
    const isFurther = keyword === undefined && star === undefined && value !== given[0]?.value;
    if (value === undefined || star === '*' || isFurther) return undefined;
    if (keyword === undefined)
      return ofOne(finder, value, frame, left) ?? ofPairs(finder, value, frame, left);
    return [{ key: JSON.stringify(finder.module.textOf(keyword)), value: { node: value, finder, frame } }];
  });
}

function ofPairs(
  finder: OriginFinder,
  list: SyntaxNode,
  frame: Frame | undefined,
  left: number,
): readonly Content[] | undefined {
  const only = onlyOrigin(finder, list, frame);
  const pairs = only && itemsIn(only, left);
  return pairs && joinedOf(pairs, ofPair);
}

function ofPair(pair: Origin): readonly Content[] | undefined {
  const [key, value, more] = itemsOf(pair.node) ?? [];
  if (key === undefined || value === undefined || more !== undefined) return undefined;
  return [{ key: keyAt(pair, key), keyOrigin: { ...pair, node: key }, value: { ...pair, node: value } }];
}
