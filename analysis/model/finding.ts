import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Span } from './parsed-file.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a finding, such as the literal that supplies the incorrect name. */
export interface RelatedPlace extends Place {
  readonly message: string;
}

/** A problem that a rule reports at a place. Diagnostics, reports and quick fixes share this model. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** States what is wrong, for which agent, and what to do next, in one or two translated sentences. */
  readonly message: string;
  readonly range: Range;
  readonly agentId: string;
  /** The secret names that the finding is about, sorted. */
  readonly names: readonly string[];
  /** The names that have the problem. If several names are possible, it may affect only some of them. */
  readonly affected: readonly string[];
  /** The closest existing names, best first. Empty if none is close. */
  readonly suggestions: readonly string[];
  readonly related: readonly RelatedPlace[];
  /** True if the name is shown with strikethrough. */
  readonly deprecated: boolean;
  /** True if the finding depends on values that are followed. See `Analyzer.earlyFindings`. */
  readonly late?: true;
}

/** A comment that suppresses findings, or would suppress them. */
export interface SuppressionComment {
  readonly range: Range;
  /** As written; empty if all rules are suppressed. */
  readonly rules: readonly string[];
  /** As written after the rules; empty if there is none. */
  readonly reason: string;
  readonly suppressed: readonly Finding[];
}

/**
 * Why nothing is reported at a place. The last two reasons mean that something is reported, or that there is
 * nothing to report.
 */
export type SilenceReason =
  | 'no-agent'
  | 'ignored'
  | 'generated'
  | 'not-analyzed'
  | 'test-file'
  | 'not-a-read'
  | 'catalog-unknown'
  | 'catalog-incomplete'
  | 'name-dynamic'
  | 'guarded'
  | 'caught'
  | 'value-changed'
  | 'sanitized'
  | 'suppressed'
  | 'rule-off'
  | 'reported'
  | 'correct';

export interface Silence {
  readonly reason: SilenceReason;
  /** One sentence for the user. */
  readonly message: string;
}

/** Called by the code that withholds a finding. Without a span, the reason applies to the entire file. */
export type NoteSilence = (reason: SilenceReason, span?: Span, rule?: RuleId) => undefined;
