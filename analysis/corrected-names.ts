import type { SecretReference } from './model/reference.ts';
import { canBeContradicted, type SeenName, type SeenNames } from './model/seen-names.ts';
import type { SecretUse } from './model/secret-use.ts';
import { mayRead } from './features/reference-at.ts';

/** References whose names had to be corrected, by the reference as it was found backwards. */
export type Corrections = ReadonlyMap<SecretReference, SecretReference>;

/** Compares names that were followed backwards with those that arrive when the code is followed forwards. */
export function correctionsOf(references: readonly SecretReference[], names: SeenNames): Corrections {
  const corrections = new Map<SecretReference, SecretReference>();
  for (const reference of references) {
    const seen = canBeContradicted(reference) ? names.get(reference) : undefined;
    if (seen !== undefined && isContradicted(reference, seen))
      corrections.set(reference, corrected(reference, seen));
  }
  return corrections;
}

function isContradicted(reference: SecretReference, { texts }: SeenName): boolean {
  const { excluded = [] } = reference;
  return [...texts].some((text) => !mayRead(reference, text) && !excluded.includes(text));
}

/**
 * What arrives replaces the names if it is everything that can arrive. Otherwise, nothing is known. Following may
 * join paths that exclude each other, so it is not claimed that each of the names is read.
 */
function corrected(reference: SecretReference, { texts, isWhole }: SeenName): SecretReference {
  const { guarded: _, excluded = [], ...rest } = reference;
  const names = isWhole ? [...texts].filter((text) => !excluded.includes(text)).toSorted() : [];
  const found = { ...rest, names, patterns: [], dynamic: !isWhole, followed: true } as const;
  return names.length > 1 ? { ...found, guarded: true } : found;
}

/** The uses with corrected references. */
export function withCorrections(uses: readonly SecretUse[], corrections: Corrections): readonly SecretUse[] {
  if (corrections.size === 0) return uses;
  const all = (reads: readonly SecretReference[]): readonly SecretReference[] =>
    reads.map((read) => corrections.get(read) ?? read);
  return uses.map((use) => ({ ...use, mayBe: all(use.mayBe), reads: all(use.reads) }));
}
