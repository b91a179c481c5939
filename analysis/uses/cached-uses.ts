import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SecretUse } from '../model/secret-use.ts';
import { distinctExpressions, placesInside, type Place, type PlacesInside } from './grouped-places.ts';
import type { Source } from './source.ts';

interface Finding {
  /** Returns where code stores an expression for as long as the module lives. */
  readonly cachedAt: (expression: SyntaxNode) => Span | undefined;
  /** Returns the reads that an expression is certain to be made with. */
  readonly carried: (expression: SyntaxNode, inside: PlacesInside) => readonly SecretReference[];
}

/** Returns where code stores one of the values for as long as the module lives. */
export function cachedUses(
  places: readonly (Place & { readonly source: Source })[],
  { cachedAt, carried }: Finding,
): readonly SecretUse[] {
  const inside = placesInside(places);
  const values = distinctExpressions(places.map(({ value: node, source }) => ({ node, source })));
  return values.flatMap(({ node, source }) => {
    const span = cachedAt(node);
    const reads = span === undefined ? [] : carried(node, inside);
    if (span === undefined || reads.length === 0) return [];
    return [{ kind: 'cache', span, mayBe: source.reads(), reads }];
  });
}
