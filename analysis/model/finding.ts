import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a finding, e.g. the literal that supplies a bad name. */
export interface RelatedPlace extends Place {
  readonly message: string;
}

/** What a rule reports at a place: the one model behind diagnostics, reports and quick fixes. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What, for which agent, and what to do next; one or two sentences, localised. */
  readonly message: string;
  readonly range: Range;
  readonly agentId: string;
  /** The secret names it is about, sorted. */
  readonly names: readonly string[];
  /** Those of the names that have the problem: not all of several possible names do. */
  readonly affected: readonly string[];
  /** Nearest existing names, best first; empty when nothing is near. */
  readonly suggestions: readonly string[];
  readonly related: readonly RelatedPlace[];
  /** Shown struck through. */
  readonly deprecated: boolean;
}
