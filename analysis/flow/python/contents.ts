import type { SyntaxNode } from '@lezer/common';
import { argumentsOf } from '../../languages/python/arguments.ts';
import { stringValue } from '../../languages/python/strings.ts';
import {
  attributeOf,
  callOf,
  childrenOf,
  commaGroups,
  hasError,
  insideBrackets,
} from '../../languages/python/syntax.ts';
import { isFresh } from './copies.ts';
import { entriesOf, isKey, itemsOf, keyOf, keyText, type Entry } from './displays.ts';
import type { Frame, Origin, OriginFinder } from './origin.ts';
import { layersOf } from './layers.ts';
import { isBuiltin } from './plain-reads.ts';

/** An entry of a dictionary, wherever it was written. */
export interface Content {
  /** In the form that keys are compared in; undefined for a key that is not written out. */
  readonly key: string | undefined;
  /** Absent for `dict(key=value)`. */
  readonly keyOrigin?: Origin;
  readonly value: Origin;
}

/** What an item is; a piece of a text is that alone. */
export function followed(item: Origin): readonly Origin[] {
  return item.text === undefined ? item.finder.of(item.node, item.frame) : [item];
}

/** How many layers of an origin code could change, see `layersOf`. */
export function layersIn(origin: Origin): number {
  const { node, finder } = origin;
  if (isFresh(finder.module, node)) return layersOf(node);
  const mayBeJoined = origin.text === undefined && /^(?:Binary|Call|Member)Expression$/.test(node.name);
  return mayBeJoined && (itemsIn(origin) ?? contentsOf(origin)) !== undefined ? 1 : 0;
}

/** The entries of a dictionary: as written, of those it takes over (`**`, `|`), of the one it copies. */
export function contentsOf(origin: Origin): readonly Content[] | undefined {
  const { node, finder } = origin;
  const written = entriesOf(finder.module, node);
  if (written !== undefined) {
    return lastOfEach(written.map((entry) => contentOf(origin, entry)));
  }
  const joined = joinedContents(origin);
  return joined?.every(({ value }) => layersOf(value.node) === 0) === true ? lastOfEach(joined) : undefined;
}

function contentOf({ finder, frame }: Origin, entry: Entry): Content {
  const key = keyOf(finder.module, entry);
  const value = { node: entry.value, finder, frame };
  return entry.isKeyword ? { key, value } : { key, keyOrigin: { node: entry.key, finder, frame }, value };
}

/** A key that comes again replaces what it had. */
function lastOfEach(contents: readonly Content[]): readonly Content[] {
  const last = new Map(contents.map((content, at) => [content.key, at]));
  return contents.filter(({ key }, at) => key === undefined || last.get(key) === at);
}

function joinedContents(origin: Origin): readonly Content[] | undefined {
  const { node, finder, frame } = origin;
  switch (node.name) {
    case 'DictionaryExpression':
      return hasError(node)
        ? undefined
        : together(commaGroups(insideBrackets(node)).map((group) => ofGroup(origin, group)));
    case 'BinaryExpression': {
      const [left, operator, right] = childrenOf(node);
      const isUnion = operator !== undefined && finder.module.textOf(operator) === '|';
      return isUnion && left && right
        ? together([ofOne(finder, left, frame), ofOne(finder, right, frame)])
        : undefined;
    }
    case 'CallExpression':
      return ofCall(origin);
    default:
      return undefined;
  }
}

function together(parts: readonly (readonly Content[] | undefined)[]): readonly Content[] | undefined {
  const found = parts.filter((part) => part !== undefined);
  return found.length === parts.length ? found.flat() : undefined;
}

function ofGroup(
  origin: Origin,
  [key, second, value, more]: readonly SyntaxNode[],
): readonly Content[] | undefined {
  const { finder, frame } = origin;
  if (key?.name === '**') return second && value === undefined ? ofOne(finder, second, frame) : undefined;
  if (key === undefined || second?.name !== ':' || value === undefined || more !== undefined)
    return undefined;
  return [
    {
      key: keyText(finder.module, key),
      keyOrigin: { ...origin, node: key },
      value: { ...origin, node: value },
    },
  ];
}

/** Of the only dictionary that an expression can be. */
function ofOne(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): readonly Content[] | undefined {
  const [only, other] = finder.of(expression, frame);
  return only === undefined || other !== undefined ? undefined : contentsOf(only);
}

/** `dict(NAMES, more="a")`, `dict([("x", "a")])`, `NAMES.copy()`. */
function ofCall({ node, finder, frame }: Origin): readonly Content[] | undefined {
  const call = callOf(node);
  if (call === undefined) return undefined;
  const given = argumentsOf(finder.module.text, call.list);
  const method = attributeOf(call.callee);
  if (method !== undefined) {
    const isCopy = finder.module.textOf(method.property) === 'copy' && given.length === 0;
    return isCopy ? ofOne(finder, method.object, frame) : undefined;
  }
  if (finder.module.textOf(call.callee) !== 'dict' || !isBuiltin(finder.module, call.callee))
    return undefined;
  return together(
    given.map(({ keyword, star, value }, at) => {
      if (value === undefined || star === '*' || (keyword === undefined && star === undefined && at > 0))
        return undefined;
      if (keyword === undefined) return ofOne(finder, value, frame) ?? ofPairs(finder, value, frame);
      return [{ key: JSON.stringify(finder.module.textOf(keyword)), value: { node: value, finder, frame } }];
    }),
  );
}

function ofPairs(
  finder: OriginFinder,
  list: SyntaxNode,
  frame: Frame | undefined,
): readonly Content[] | undefined {
  const [only, other] = finder.of(list, frame);
  const pairs = only === undefined || other !== undefined ? undefined : itemsIn(only);
  return pairs === undefined ? undefined : together(pairs.map(ofPair));
}

function ofPair(pair: Origin): readonly Content[] | undefined {
  const [key, value, more] = itemsOf(pair.node) ?? [];
  if (key === undefined || value === undefined || more !== undefined) return undefined;
  const { module } = pair.finder;
  const known = isKey(module, key) ? keyText(module, key) : undefined;
  return [{ key: known, keyOrigin: { ...pair, node: key }, value: { ...pair, node: value } }];
}

/** The items of a list or tuple in order, or of a set: as written, of those it takes over, of a part. */
export function itemsIn(origin: Origin): readonly Origin[] | undefined {
  const written = itemsOf(origin.node);
  const { finder, frame } = origin;
  if (written !== undefined) return written.map((node) => ({ node, finder, frame }));
  if (origin.text !== undefined) return undefined;
  const joined = joinedItems(origin);
  return joined?.every(({ node, text }) => text !== undefined || layersOf(node) === 0) === true
    ? joined
    : undefined;
}

function joinedItems(origin: Origin): readonly Origin[] | undefined {
  const { node, finder, frame } = origin;
  switch (node.name) {
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return hasError(node)
        ? undefined
        : allItems(commaGroups(insideBrackets(node)).map((group) => itemsOfGroup(origin, group)));
    case 'BinaryExpression': {
      const [left, operator, right] = childrenOf(node);
      const isSum = operator !== undefined && finder.module.textOf(operator) === '+';
      return isSum && left && right
        ? allItems([itemsOfOnly(finder, left, frame), itemsOfOnly(finder, right, frame)])
        : undefined;
    }
    case 'MemberExpression':
      return itemsOfSlice(origin);
    case 'CallExpression':
      return piecesOf(origin);
    default:
      return undefined;
  }
}

function allItems(parts: readonly (readonly Origin[] | undefined)[]): readonly Origin[] | undefined {
  const found = parts.filter((part) => part !== undefined);
  return found.length === parts.length ? found.flat() : undefined;
}

function itemsOfGroup(
  origin: Origin,
  [first, second, more]: readonly SyntaxNode[],
): readonly Origin[] | undefined {
  if (first === undefined || more !== undefined) return undefined;
  if (first.name === '*') return second && itemsOfOnly(origin.finder, second, origin.frame);
  return second === undefined ? [{ ...origin, node: first }] : undefined;
}

function itemsOfOnly(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const [only, other] = finder.of(expression, frame);
  const isOrdered = only !== undefined && other === undefined && only.node.name !== 'SetExpression';
  return isOrdered ? itemsIn(only) : undefined;
}

/** `NAMES[1:]`, `NAMES[:-1]`; any bounds that are not numbers leave all of them possible. */
function itemsOfSlice({ node, finder, frame }: Origin): readonly Origin[] | undefined {
  const [object, bracket] = childrenOf(node);
  const slice =
    object === undefined
      ? ''
      : /^\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]$/.exec(finder.module.text.slice(object.to, node.to));
  if (object === undefined || bracket?.name !== '[' || !slice) return undefined;
  const [, start, end] = slice;
  return itemsOfOnly(finder, object, frame)?.slice(
    Number(start ?? 0),
    end === undefined ? undefined : Number(end),
  );
}

/** `"a,b".split(",")`. */
function piecesOf(origin: Origin): readonly Origin[] | undefined {
  const { node, finder, frame } = origin;
  const call = callOf(node);
  const method = call && attributeOf(call.callee);
  if (call === undefined || method === undefined || finder.module.textOf(method.property) !== 'split')
    return undefined;
  const [separator, more] = argumentsOf(finder.module.text, call.list).map(({ value }) => value);
  const [only, other] = finder.of(method.object, frame);
  const text =
    only && !other && only.text === undefined ? stringValue(only.finder.module.text, only.node) : undefined;
  const by = separator && stringValue(finder.module.text, separator);
  if (text === undefined || more !== undefined || by === '') return undefined;
  if (separator !== undefined && by === undefined) return undefined;
  if (by === undefined && /[^ -~\s]/.test(text)) return undefined;
  const pieces = by === undefined ? text.split(/\s+/).filter((piece) => piece !== '') : text.split(by);
  return pieces.map((piece) => ({ node, finder, frame, text: piece }));
}
