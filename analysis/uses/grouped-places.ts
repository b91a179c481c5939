import type { SyntaxNode } from '@lezer/common';
import { Source } from './source.ts';

/** An expression that may be the value of a secret. */
export interface Place {
  readonly place: SyntaxNode;
  /** The outermost expression that is or contains the value of `place`. */
  readonly value: SyntaxNode;
}

/** Returns the places that an expression is made with, such as `x` in `"Bearer " + x`. */
export type PlacesInside = (expression: SyntaxNode) => readonly SyntaxNode[];

export function placesInside(places: readonly Place[]): PlacesInside {
  const found = new Map<string, SyntaxNode[]>();
  for (const { place, value } of places) {
    const key = spanKey(value);
    if (spanKey(place) === key) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [place]);
    else known.push(place);
  }
  return (expression) => found.get(spanKey(expression)) ?? [];
}

/** An expression with the sources of all its places. */
export interface Sourced {
  readonly node: SyntaxNode;
  readonly source: Source;
}

/** Returns each expression once. */
export function distinctExpressions(expressions: readonly Sourced[]): readonly Sourced[] {
  const found = new Map<string, Sourced>();
  for (const { node, source } of expressions) {
    const key = `${spanKey(node)}:${node.name}`;
    const known = found.get(key) ?? { node, source: new Source([]) };
    known.source.add(source);
    found.set(key, known);
  }
  return [...found.values()];
}

/** Distinguishes the expressions of a file. */
export function spanKey({ from, to }: SyntaxNode): string {
  return `${from}:${to}`;
}
