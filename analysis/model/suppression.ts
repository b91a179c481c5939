import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Lines, Span } from './parsed-file.ts';

/** A comment that suppresses findings: `agent-secrets: ignore[rule-id] reason`, or `ignore-file[…]`. */
export interface Suppression {
  /** The comment, including its delimiters. */
  readonly comment: Span;
  /** The span from `agent-secrets:` to the closing bracket, or to the end of the word. */
  readonly directive: Span;
  /** In source order. Undefined if the comment applies to all rules. */
  readonly ids: readonly SuppressedId[] | undefined;
  /** `stray` means a suppression for the file that has no effect because it is not at the top of the file. */
  readonly reach: 'lines' | 'file' | 'stray';
  /** The lines on which findings are suppressed, unless the comment applies to the file. */
  readonly lines?: Lines;
}

export interface SuppressedId {
  readonly written: string;
  /** Undefined if no rule has this ID. */
  readonly rule: RuleId | undefined;
  readonly span: Span;
}

/** The unused part of a suppression, identified by the rule ID. `undefined` means the entire suppression. */
export interface UnusedSuppression {
  readonly suppression: Suppression;
  /** Undefined for the entire suppression. */
  readonly id: SuppressedId | undefined;
  readonly reason: 'unknown' | 'nothing-to-silence' | 'misplaced' | 'names-no-rule';
}
