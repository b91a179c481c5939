import type { SecretReference } from './model/reference.ts';
import { canBeContradicted, type SeenNames } from './model/seen-names.ts';
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
      corrections.set(reference, corrected(reference));
  }
  return corrections;
}

function isContradicted(reference: SecretReference, seen: ReadonlySet<string>): boolean {
  const { excluded = [] } = reference;
  return [...seen].some((text) => !mayRead(reference, text) && !excluded.includes(text));
}

/** One of the two results is wrong, so nothing is known. */
function corrected(reference: SecretReference): SecretReference {
  const { guarded: _, ...rest } = reference;
  return { ...rest, names: [], patterns: [], dynamic: true, contradicted: true };
}

/** The uses with corrected references. */
export function withCorrections(uses: readonly SecretUse[], corrections: Corrections): readonly SecretUse[] {
  if (corrections.size === 0) return uses;
  const all = (reads: readonly SecretReference[]): readonly SecretReference[] =>
    reads.map((read) => corrections.get(read) ?? read);
  return uses.map((use) => ({ ...use, mayBe: all(use.mayBe), reads: all(use.reads) }));
}
