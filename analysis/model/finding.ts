import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Span } from './parsed-file.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a finding, such as the literal that supplies an incorrect name. */
export interface RelatedPlace extends Place {
  readonly message: string;
}

/** What a rule reports at a place: the common model of diagnostics, reports and quick fixes. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What is wrong, for which agent, and what to do next; one or two translated sentences. */
  readonly message: string;
  readonly range: Range;
  readonly agentId: string;
  /** The secret names it is about, sorted. */
  readonly names: readonly string[];
  /** The names that have the problem; of several possible names, not all may have it. */
  readonly affected: readonly string[];
  /** Closest existing names, best first; empty if none is close. */
  readonly suggestions: readonly string[];
  readonly related: readonly RelatedPlace[];
  /** Displayed struck through. */
  readonly deprecated: boolean;
}

/**
 * Why nothing is reported at a place; the last two mean that something is reported, or that there is nothing
 * to report.
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
  | 'suppressed'
  | 'rule-off'
  | 'reported'
  | 'correct';

export interface Silence {
  readonly reason: SilenceReason;
  /** One sentence for the user. */
  readonly message: string;
}

/** Called by the code that withholds a finding. Without a span, it applies to the whole file. */
export type NoteSilence = (reason: SilenceReason, span?: Span, rule?: RuleId) => undefined;
