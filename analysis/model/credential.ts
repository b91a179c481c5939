import type { Span } from './span.ts';

/** A place that a detector takes for a credential. The text itself goes nowhere from here. */
export interface Credential {
  readonly span: Span;
  /** With its article, to be put into a sentence: "a Stripe key". */
  readonly what: string;
}

/** Looks at one text. A detector that cannot work answers nothing. */
export type DetectCredentials = (text: string) => Promise<readonly Credential[]>;
