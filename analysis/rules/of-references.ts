import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../reference.ts';
import type { Report, Rule } from './rule.ts';

type ReferenceReport = Pick<Report, 'message' | 'suggestions' | 'deprecated'>;

/**
 * The check of a rule about agent references whose names are all known. It says nothing unless every
 * name has the problem, because one good name may be the only one that ever runs.
 */
export function ofReferences(
  check: (reference: SecretReference, known: KnownAgent) => ReferenceReport | undefined,
): Rule['check'] {
  return function* ({ references, known }) {
    if (known === undefined) return;
    for (const reference of references) {
      if (!hasKnownNames(reference)) continue;
      const report = check(reference, known);
      if (report) yield { ...report, span: reference.span, names: reference.names, reference };
    }
  };
}

/** Whether every possible name of an agent secret is known in full. */
export function hasKnownNames({ dialect, dynamic, names, patterns }: SecretReference): boolean {
  return dialect === 'agent' && !dynamic && names.length > 0 && patterns.length === 0;
}
