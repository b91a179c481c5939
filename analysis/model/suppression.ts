import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Lines, Span } from './parsed-file.ts';

/** A comment that suppresses findings: `agent-secrets: ignore[rule-id] reason`, or `ignore-file[…]`. */
export interface Suppression {
  /** The comment, including its delimiters. */
  readonly comment: Span;
  /** From `agent-secrets:` to the closing bracket, or to the end of the word. */
  readonly directive: Span;
  /** In source order; undefined for all rules. */
  readonly ids: readonly SuppressedId[] | undefined;
  /** `stray`: a file suppression that is not at the top of the file and therefore has no effect. */
  readonly reach: 'lines' | 'file' | 'stray';
  /** The lines in which it suppresses findings, unless it applies to the file. */
  readonly lines?: Lines;
}

export interface SuppressedId {
  readonly written: string;
  /** Undefined if no rule has this ID. */
  readonly rule: RuleId | undefined;
  readonly span: Span;
}

/** The unused part of a suppression, by ID; `undefined` means the whole suppression. */
export interface UnusedSuppression {
  readonly suppression: Suppression;
  /** Undefined for the whole suppression. */
  readonly id: SuppressedId | undefined;
  readonly reason: 'unknown' | 'nothing-to-silence' | 'misplaced' | 'names-no-rule';
}
