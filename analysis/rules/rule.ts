import type { RuleId } from '../../contracts/ids.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Severity } from '../finding.ts';
import type { SecretReference } from '../reference.ts';

/** What a rule has to say about a reference. */
export interface Report {
  readonly message: string;
  /** Nearest existing names, best first. */
  readonly suggestions: readonly string[];
}

/**
 * One check of agent references. `check` is asked only with names that are all known; it says nothing
 * unless every one of them has the problem, because one good name may be the only one that ever runs.
 */
export interface Rule {
  readonly id: RuleId;
  readonly severity: Severity;
  /** One line, for lists and reports. */
  readonly summary: string;
  check(reference: SecretReference, known: KnownAgent): Report | undefined;
}

/** `"a"`, or `"a", "b" and 3 more`. */
export function quotedNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  const hidden = names.length - shown.length;
  return hidden > 0 ? `${shown.join(', ')} and ${hidden} more` : shown.join(', ');
}
