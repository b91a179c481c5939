import type { SyntaxNode } from '@lezer/common';
import { childrenOf, commaGroups, hasError, insideBrackets } from '../../languages/python/syntax.ts';
import { allKnown } from '../all-known.ts';
import { itemsOf } from './displays.ts';
import { layersOf } from './layers.ts';
import { onlyOrigin, type Frame, type Origin, type OriginFinder } from './origin.ts';
import { piecesOf } from './text-pieces.ts';

/** What an item is; a piece of a text is that alone. */
export function followed(item: Origin): readonly Origin[] {
  return item.text === undefined ? item.finder.of(item.node, item.frame) : [item];
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
        : allOf(commaGroups(insideBrackets(node)).map((group) => itemsOfGroup(origin, group)));
    case 'BinaryExpression': {
      const [left, operator, right] = childrenOf(node);
      const isSum = operator !== undefined && finder.module.textOf(operator) === '+';
      return isSum && left && right
        ? allOf([itemsOfOnly(finder, left, frame), itemsOfOnly(finder, right, frame)])
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

function itemsOfGroup(
  origin: Origin,
  [first, second, more]: readonly SyntaxNode[],
): readonly Origin[] | undefined {
  if (first === undefined || more !== undefined) return undefined;
  if (first.name === '*') return second && itemsOfOnly(origin.finder, second, origin.frame);
  return second === undefined ? [{ ...origin, node: first }] : undefined;
}

/** The items of the only list or tuple that an expression can be, if they have an order. */
export function itemsOfOnly(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const only = onlyOrigin(finder, expression, frame);
  return only !== undefined && only.node.name !== 'SetExpression' ? itemsIn(only) : undefined;
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

function allOf(parts: readonly (readonly Origin[] | undefined)[]): readonly Origin[] | undefined {
  return allKnown(parts)?.flat();
}
