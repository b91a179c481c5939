import type { SyntaxNode } from '@lezer/common';
import type { WrittenName } from '../../model/derivation.ts';
import { contains } from '../../syntax/python/syntax.ts';
import type { OriginFinder } from './origin.ts';
import { hasUnknownPart } from './possible-text.ts';
import { possibleTexts } from './possible-names.ts';

/** Where each name that `expression` may be is written, except for names written in the expression itself. */
export function writtenElsewhere(finder: OriginFinder, expression: SyntaxNode): readonly WrittenName[] {
  return possibleTexts(finder, expression).flatMap((possible) => {
    const { node, finder: home } = possible.origin;
    const isHere = home === finder && contains(expression, node);
    if (isHere || hasUnknownPart(possible)) return [];
    const range = home.module.rangeOf({ start: node.from, end: node.to });
    return [{ name: possible.text, place: { uri: home.module.uri, range } }];
  });
}
