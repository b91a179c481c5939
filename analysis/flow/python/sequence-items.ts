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
import { itemsOf } from './displays.ts';
import { layersOf } from './layers.ts';
import { type Frame, onlyOrigin, type Origin, type OriginFinder } from './origin.ts';
import { stringValue } from '../../syntax/python/strings.ts';

/**
 * The maximum nesting of lists and dictionaries that is followed. `a = [*a, x]` may be repeated on a thousand
 * lines.
 */
export const mostInSequence = 20;

/** Returns the origins of an item. A piece of a string is its own origin. */
export function followed(item: Origin): readonly Origin[] {
  if (item.text !== undefined) return [item];
  return item.finder.of(item.node, item.frame).map((origin) => partOf(origin, item));
}

/**
 * Returns the items of a list or tuple in order, or those of a set. The items may be literal, included from
 * another collection, or selected by a slice. Follows at most `left` nested lists.
 */
export function itemsIn(origin: Origin, left = mostInSequence): readonly Origin[] | undefined {
  const written = itemsOf(origin.node);
  const { finder, frame } = origin;
  if (written !== undefined) return written.map((node) => partOf<Origin>({ node, finder, frame }, origin));
  if (origin.text !== undefined || left === 0) return undefined;
  const joined = joinedItems(origin, left - 1);
  return joined?.every(({ node, text }) => text !== undefined || layersOf(node) === 0) === true
    ? joined.map((item) => partOf(item, origin))
    : undefined;
}

function joinedItems(origin: Origin, left: number): readonly Origin[] | undefined {
  const { node, finder, frame } = origin;
  switch (node.name) {
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return hasError(node)
        ? undefined
        : joinedOf(commaGroups(insideBrackets(node)), (group) => itemsOfGroup(origin, group, left));
    case 'BinaryExpression': {
      const [one, operator, other] = childrenOf(node);
      const isSum = operator !== undefined && finder.module.textOf(operator) === '+';
      return isSum && one && other
        ? joinedOf([one, other], (part) => itemsOfOnly(finder, part, frame, left))
        : undefined;
    }
    case 'MemberExpression':
      return itemsOfSlice(origin, left);
    case 'CallExpression':
      return piecesOf(origin);
    default:
      return undefined;
  }
}

function itemsOfGroup(
  origin: Origin,
  [first, second, more]: readonly SyntaxNode[],
  left: number,
): readonly Origin[] | undefined {
  if (first === undefined || more !== undefined) return undefined;
  if (first.name === '*') return second && itemsOfOnly(origin.finder, second, origin.frame, left);
  return second === undefined ? [{ ...origin, node: first }] : undefined;
}

/**
 * Returns the items of a list or tuple, if an expression can only be that one and the items have an order.
 */
export function itemsOfOnly(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
  left?: number,
): readonly Origin[] | undefined {
  const only = onlyOrigin(finder, expression, frame);
  return only !== undefined && only.node.name !== 'SetExpression' ? itemsIn(only, left) : undefined;
}

/** `NAMES[1:]`, `NAMES[:-1]`. If a bound is not a number, all items are possible. */
function itemsOfSlice({ node, finder, frame }: Origin, left: number): readonly Origin[] | undefined {
  const [object, bracket] = childrenOf(node);
  const slice =
    object === undefined
      ? ''
      : /^\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]$/.exec(finder.module.text.slice(object.to, node.to));
  if (object === undefined || bracket?.name !== '[' || !slice) return undefined;
  const [, start, end] = slice;
  return itemsOfOnly(finder, object, frame, left)?.slice(
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
  const only = onlyOrigin(finder, method.object, frame);
  const text = only && only.text === undefined ? stringValue(only.finder.module.text, only.node) : undefined;
  const by = separator && stringValue(finder.module.text, separator);
  if (text === undefined || more !== undefined || by === '') return undefined;
  if (separator !== undefined && by === undefined) return undefined;
  if (by === undefined && /[^ -~\s]/.test(text)) return undefined;
  const pieces = by === undefined ? text.split(/\s+/).filter((piece) => piece !== '') : text.split(by);
  return pieces.map((piece) => ({ node, finder, frame, text: piece }));
}
