import type { SyntaxNode } from '@lezer/common';

/** An expression whose value stands in another one. */
export interface ValuePart {
  readonly part: SyntaxNode;
  /** Not all of it stands there: what a loop over it brings, or what stands under these keys. */
  readonly only?: 'elements' | readonly string[];
}

export function plain(nodes: readonly SyntaxNode[]): readonly ValuePart[] {
  return nodes.map((part) => ({ part }));
}

/** Of `*x` the elements, of `**x` and anything else all. */
export function partOfGroup(group: readonly SyntaxNode[]): readonly ValuePart[] {
  const part = group.at(-1);
  if (part === undefined) return [];
  return group[0]?.name === '*' ? [{ part, only: 'elements' }] : [{ part }];
}
