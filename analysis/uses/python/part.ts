import type { SyntaxNode } from '@lezer/common';

/** An expression whose value is part of another one. */
export interface ValuePart {
  readonly part: SyntaxNode;
  /** Only part of it is included: what iterating over it yields, or the values under these keys. */
  readonly only?: 'elements' | readonly string[];
}

export function plain(nodes: readonly SyntaxNode[]): readonly ValuePart[] {
  return nodes.map((part) => ({ part }));
}

/** For `*x` its elements, for `**x` and anything else the whole value. */
export function partOfGroup(group: readonly SyntaxNode[]): readonly ValuePart[] {
  const part = group.at(-1);
  if (part === undefined) return [];
  return group[0]?.name === '*' ? [{ part, only: 'elements' }] : [{ part }];
}
