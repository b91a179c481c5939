import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Span } from './span.ts';

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
