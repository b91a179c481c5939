import type { SyntaxNode, Tree } from '@lezer/common';
import type { SecretReference } from '../model/reference.ts';
import type { HeldValue, SecretUse } from '../model/secret-use.ts';

/** The node of an expression that can have the value of a secret. */
export interface HeldNode extends HeldValue {
  readonly node: SyntaxNode;
}

/** Returns the nodes of expressions, each extended to the parentheses around it. */
export function heldNodes(
  tree: Tree,
  held: readonly HeldValue[],
  wrapped: (node: SyntaxNode) => SyntaxNode,
): readonly HeldNode[] {
  return held.flatMap((one) => {
    const { start, end } = one.span;
    let node: SyntaxNode = tree.resolveInner(start, 1);
    while (node.to < end && node.parent !== null) node = node.parent;
    return node.from === start && node.to === end ? [{ ...one, node: wrapped(node) }] : [];
  });
}

/** A use of a value, without the reads that it comes from. */
export type UsePlace = Pick<
  SecretUse,
  'kind' | 'span' | 'field' | 'elsewhere' | 'isTried' | 'optional' | 'tested'
>;

export function useOf(place: UsePlace, { reads, isCertain, mayBeText, mayBeFields }: HeldValue): SecretUse {
  const isTested = place.kind === 'text' ? !mayBeFields : !mayBeText;
  const isKnown = isCertain && (place.kind !== 'field' || mayBeFields);
  return { ...place, ...(isTested && { tested: true }), mayBe: reads, reads: isKnown ? reads : [] };
}

/** Returns each use once, in text order. */
export function distinctUses(uses: readonly SecretUse[]): readonly SecretUse[] {
  const keyed = uses.map(
    (use) => [`${use.kind}:${use.span.start}:${use.span.end}:${use.field ?? ''}`, use] as const,
  );
  return [...new Map(keyed).values()].toSorted((left, right) => left.span.start - right.span.start);
}

/** Fields that are known to exist because code checks or writes them. */
export class AssuredFields {
  readonly #fields = new Map<SecretReference, Set<string>>();
  readonly #all = new Set<SecretReference>();

  /** If the names are unknown, any field may exist from then on. */
  add(reads: readonly SecretReference[], names?: readonly string[]): void {
    for (const read of reads) {
      if (names === undefined) this.#all.add(read);
      const known = this.#fields.get(read) ?? new Set();
      for (const name of names ?? []) known.add(name);
      this.#fields.set(read, known);
    }
  }

  has({ mayBe, field }: SecretUse): boolean {
    if (field === undefined) return false;
    return mayBe.some((read) => this.#all.has(read) || this.#fields.get(read)?.has(field) === true);
  }
}
