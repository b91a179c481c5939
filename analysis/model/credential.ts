import type { Span } from './span.ts';

/** A place that a detector classified as a credential. The text itself is never passed on. */
export interface Credential {
  readonly span: Span;
  /** With its article, for use in a sentence: "a Stripe key". */
  readonly what: string;
}

/** Scans one text. An unavailable detector resolves with no result. */
export type DetectCredentials = (text: string) => Promise<readonly Credential[]>;
