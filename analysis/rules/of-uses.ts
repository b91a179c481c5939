import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SecretUse, SecretUseKind } from '../model/secret-use.ts';
import type { Say, Sentence } from '../model/translator.ts';
import { hasKnownNames, type Withhold } from './of-references.ts';
import { quotedNames, type Report, type Rule } from './rule.ts';

/** The placeholder values of the sentence about a use. */
export interface ToldUse {
  /** The secret that the value belongs to: `the secret "a"`. */
  readonly whose: string;
  /** What the value reaches; empty if it cannot be determined. */
  readonly sink: string | Sentence;
  readonly [hole: string]: string | Sentence;
}

/** The check of a rule that reports every use of one kind, independent of the catalog. */
export function ofUses(kind: SecretUseKind, message: (say: Say, told: ToldUse) => string): Rule['check'] {
  return function* ({ known, uses, say, silent }) {
    for (const use of uses()) {
      if (use.kind !== kind) continue;
      if (isCertain(use, known)) yield { ...reportAt(use), message: message(say, told(use, say)) };
      else silent?.(known === undefined ? 'catalog-unknown' : 'value-changed', use.span);
    }
  };
}

/** The check of a rule about uses of secrets whose kind and fields are in the catalog. */
export function ofUsesWithKind(
  check: (
    use: SecretUse,
    known: KnownAgent,
    say: Say,
    withhold: Withhold,
    isExplained: boolean,
  ) => Pick<Report, 'message' | 'suggestions'> | undefined,
): Rule['check'] {
  return function* ({ known, uses, say, silent }) {
    if (known === undefined) {
      if (silent) for (const { span } of uses()) silent('catalog-unknown', span);
      return;
    }
    for (const use of uses()) {
      const withhold: Withhold = (reason) => silent?.(reason, use.span);
      const report = check(use, known, say, withhold, silent !== undefined);
      if (report !== undefined) yield { ...reportAt(use), ...report };
    }
  };
}

function isCertain(use: SecretUse, known: KnownAgent | undefined): boolean {
  if (use.onlyIfText !== true) return true;
  return knownNamesOf(use)?.every((name) => known?.index.find(name)?.kind === 'single') === true;
}

function told(use: SecretUse, say: Say): ToldUse {
  return { whose: whose(use, say), sink: use.sink ?? '' };
}

/** `the secret "a"`, `one of the secrets "a", "b"`, `a secret` if its name is chosen at run time. */
function whose({ reads }: SecretUse, say: Say): string {
  const names = reads.every(hasKnownNames) ? namesOf(reads) : [];
  if (names.length === 0) return say('a secret');
  const holes = { names: quotedNames(names, say) };
  return names.length === 1 ? say('the secret {names}', holes) : say('one of the secrets {names}', holes);
}

/** Every possible name of the secrets, sorted; undefined if one is not known. */
export function knownNamesOf({ reads }: SecretUse): readonly string[] | undefined {
  return reads.length > 0 && reads.every(hasKnownNames) ? namesOf(reads) : undefined;
}

/** By syntax alone, before anything is followed: whether all names of one of its reads have the problem. */
export function mayConcern({ mayBe }: SecretUse, isProblem: (name: string) => boolean): boolean {
  return mayBe.some((read) => hasKnownNames(read) && read.names.every(isProblem));
}

function reportAt({
  span,
  reads,
  elsewhere,
}: SecretUse): Pick<Report, 'span' | 'names' | 'reference' | 'elsewhere'> {
  const [reference] = reads;
  return {
    span,
    names: namesOf(reads),
    ...(reference && reads.length === 1 && { reference }),
    ...(elsewhere === true && { elsewhere }),
  };
}

function namesOf(reads: readonly SecretReference[]): readonly string[] {
  return [...new Set(reads.flatMap(({ names }) => names))].toSorted();
}
