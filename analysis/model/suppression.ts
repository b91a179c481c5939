import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Lines, Span } from './span.ts';

/** A comment that asks for silence: `agent-secrets: ignore[rule-id] reason`, or `ignore-file[…]`. */
export interface Suppression {
  /** The comment, with its marks. */
  readonly comment: Span;
  /** From `agent-secrets:` to the closing bracket, or to the end of the word. */
  readonly directive: Span;
  /** In the order written; undefined for all rules. */
  readonly ids: readonly SuppressedId[] | undefined;
  /** `stray`: one for the file that does not stand at its top, and so counts for nothing. */
  readonly reach: 'lines' | 'file' | 'stray';
  /** Whose findings it silences, unless it is for the file. */
  readonly lines?: Lines;
}

export interface SuppressedId {
  readonly written: string;
  /** Undefined when no rule is called so. */
  readonly rule: RuleId | undefined;
  readonly span: Span;
}

/** What a suppression is good for, by its ids; `undefined` stands for the whole of it. */
export interface UnusedSuppression {
  readonly suppression: Suppression;
  /** Undefined: all of it. */
  readonly id: SuppressedId | undefined;
  readonly reason: 'unknown' | 'nothing-to-silence' | 'misplaced' | 'names-no-rule';
}
