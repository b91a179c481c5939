import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { isCredentialField } from '../model/credential-field.ts';
import type { SecretReference, WrittenName } from '../model/reference.ts';
import type { RelatedPlace, SilenceReason } from '../model/finding.ts';
import type { Translate, Sentence } from '../../contracts/words.ts';
import { quotedNames, type Report, type Rule } from './rule.ts';
import type { SecretUse, SecretUseKind } from '../model/secret-use.ts';

type ReferenceReport = Pick<Report, 'affected' | 'message' | 'suggestions' | 'deprecated'>;

/**
 * Records why a finding is withheld. Always returns undefined, so that a check can return the result of the
 * call.
 */
export type Withhold = (reason: SilenceReason) => undefined;

/**
 * Creates the check for a rule about agent references whose names are all known. It reports nothing unless
 * every name has the problem, because a single valid name may be the only one that is ever used.
 */
export function ofReferences(
  check: (
    reference: SecretReference,
    known: KnownAgent,
    translate: Translate,
    withhold: Withhold,
  ) => ReferenceReport | undefined,
): Rule['check'] {
  return function* ({ references, known, origins, translate, silent }) {
    for (const reference of references) {
      if (reference.dialect !== 'agent') continue;
      const { span, names } = reference;
      if (known === undefined || !hasKnownNames(reference)) {
        silent?.(known === undefined ? 'catalog-unknown' : 'name-dynamic', span);
        continue;
      }
      const report = check(reference, known, translate, (reason) => silent?.(reason, span));
      if (report === undefined) continue;
      const related = placesOf(report.affected ?? names, origins?.(reference) ?? [], translate);
      yield { ...report, related, span, names, reference };
    }
  };
}

/** The places where a user would change the names. */
function placesOf(
  names: readonly string[],
  written: readonly WrittenName[],
  translate: Translate,
): readonly RelatedPlace[] {
  return written
    .filter(({ name }) => names.includes(name))
    .map(({ name, place: { uri, range } }) => ({
      uri,
      range,
      message: translate('"{name}" is written here.', { name }),
    }));
}

/** Whether every possible name of an agent secret is fully known. */
export function hasKnownNames({ dialect, dynamic, names, patterns }: SecretReference): boolean {
  return dialect === 'agent' && !dynamic && names.length > 0 && patterns.length === 0;
}

/** The placeholder values for the sentence about a use. */
interface UseWords {
  /** The secret that the value belongs to: `the secret "a"`. */
  readonly whose: string;
  /** The destination of the value. Empty if it cannot be determined. */
  readonly sink: string | Sentence;
  readonly [hole: string]: string | Sentence;
}

/** Creates the check for a rule that reports every use of one kind, regardless of the catalog. */
export function ofUses(
  kind: SecretUseKind,
  message: (translate: Translate, words: UseWords) => string,
): Rule['check'] {
  return function* ({ known, uses, translate, silent }) {
    for (const use of uses()) {
      if (use.kind !== kind) continue;
      if (isCertain(use, known))
        yield {
          ...reportAt(use),
          related: arrivalOf(use, translate),
          message: message(translate, wordsOf(use, translate)),
        };
      else silent?.(known === undefined ? 'catalog-unknown' : 'value-changed', use.span);
    }
  };
}

function arrivalOf({ inside }: SecretUse, translate: Translate): readonly RelatedPlace[] {
  return inside === undefined ? [] : [{ ...inside, message: translate('The value arrives here.') }];
}

/** Creates the check for a rule about uses of secrets whose kind and fields are in the catalog. */
export function ofUsesWithKind(
  check: (
    use: SecretUse,
    known: KnownAgent,
    translate: Translate,
    withhold: Withhold,
    isExplained: boolean,
  ) => Pick<Report, 'message' | 'suggestions'> | undefined,
): Rule['check'] {
  return function* ({ known, uses, translate, silent }) {
    if (known === undefined) {
      if (silent) for (const { span } of uses()) silent('catalog-unknown', span);
      return;
    }
    for (const use of uses()) {
      const withhold: Withhold = (reason) => silent?.(reason, use.span);
      const report = check(use, known, translate, withhold, silent !== undefined);
      if (report === undefined) continue;
      if (use.isTried?.() === true) withhold('caught');
      else yield { ...reportAt(use), ...report };
    }
  };
}

function isCertain(use: SecretUse, known: KnownAgent | undefined): boolean {
  const secrets = knownNamesOf(use)?.map((name) => known?.index.find(name));
  if (use.onlyIfText === true) return secrets?.every((secret) => secret?.kind === 'single') === true;
  return (secrets ?? [undefined]).some((secret) => mayHappen(use, secret));
}

/** Whether a use can happen with a secret, as far as that is known. */
function mayHappen({ onlyIfFields, needs }: SecretUse, secret: CatalogSecret | undefined): boolean {
  if (secret?.kind === 'single') return onlyIfFields !== true;
  if (needs === undefined) return true;
  const fields = secret?.fields ?? [];
  return needs.some((need) =>
    'field' in need
      ? fields.length === 0 || fields.includes(need.field)
      : fields.some((field) => isCredentialField(field) && !need.without.includes(field)),
  );
}

function wordsOf(use: SecretUse, translate: Translate): UseWords {
  return { whose: whose(use, translate), sink: use.sink ?? '' };
}

/**
 * Returns `the secret "a"`, `one of the secrets "a", "b"`, or `a secret` if its name is chosen at run time.
 */
function whose({ reads }: SecretUse, translate: Translate): string {
  const names = reads.every(hasKnownNames) ? namesOf(reads) : [];
  if (names.length === 0) return translate('a secret');
  const holes = { names: quotedNames(names, translate) };
  return names.length === 1
    ? translate('the secret {names}', holes)
    : translate('one of the secrets {names}', holes);
}

/** Returns all possible names of the secrets, sorted. Undefined if one is unknown. */
export function knownNamesOf({ reads }: SecretUse): readonly string[] | undefined {
  return reads.length > 0 && reads.every(hasKnownNames) ? namesOf(reads) : undefined;
}

/** Whether all names of one of its possible reads have the problem. */
export function mayConcern({ mayBe }: SecretUse, isProblem: (name: string) => boolean): boolean {
  return mayBe.some((read) => hasKnownNames(read) && read.names.every(isProblem));
}

function reportAt({
  span,
  reads,
  elsewhere,
  sink,
}: SecretUse): Pick<Report, 'span' | 'names' | 'reference' | 'elsewhere' | 'isFollowed' | 'isInFunction'> {
  const [reference] = reads;
  return {
    span,
    isFollowed: true,
    names: namesOf(reads),
    ...(reference && reads.length === 1 && { reference }),
    ...(elsewhere === true && { elsewhere }),
    ...(typeof sink === 'object' && 'function' in sink.holes && { isInFunction: true }),
  };
}

function namesOf(reads: readonly SecretReference[]): readonly string[] {
  return [...new Set(reads.flatMap(({ names }) => names))].toSorted();
}
