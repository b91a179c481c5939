import type { KnownAgent } from '../catalog/known-agent.ts';
import type { WrittenName } from '../model/derivation.ts';
import type { RelatedPlace } from '../model/finding.ts';
import type { SecretReference } from '../model/reference.ts';
import type { Say } from '../model/translator.ts';
import type { SilenceReason } from '../model/silence.ts';
import type { Report, Rule } from './rule.ts';

type ReferenceReport = Pick<Report, 'affected' | 'message' | 'suggestions' | 'deprecated'>;

/** Records why a finding is withheld; returns undefined, so that a check can return the call. */
export type Withhold = (reason: SilenceReason) => undefined;

/**
 * The check of a rule about agent references whose names are all known. It reports nothing unless every name
 * has the problem, because one valid name may be the only one that ever runs.
 */
export function ofReferences(
  check: (
    reference: SecretReference,
    known: KnownAgent,
    say: Say,
    withhold: Withhold,
  ) => ReferenceReport | undefined,
): Rule['check'] {
  return function* ({ references, known, origins, say, silent }) {
    for (const reference of references) {
      if (reference.dialect !== 'agent') continue;
      const { span, names } = reference;
      if (known === undefined || !hasKnownNames(reference)) {
        silent?.(known === undefined ? 'catalog-unknown' : 'name-dynamic', span);
        continue;
      }
      const report = check(reference, known, say, (reason) => silent?.(reason, span));
      if (report === undefined) continue;
      const related = placesOf(report.affected ?? names, origins?.(reference) ?? [], say);
      yield { ...report, related, span, names, reference };
    }
  };
}

/** Where a user would change the names. */
function placesOf(
  names: readonly string[],
  written: readonly WrittenName[],
  say: Say,
): readonly RelatedPlace[] {
  return written
    .filter(({ name }) => names.includes(name))
    .map(({ name, place: { uri, range } }) => ({
      uri,
      range,
      message: say('"{name}" is written here.', { name }),
    }));
}

/** Whether every possible name of an agent secret is known in full. */
export function hasKnownNames({ dialect, dynamic, names, patterns }: SecretReference): boolean {
  return dialect === 'agent' && !dynamic && names.length > 0 && patterns.length === 0;
}
