import type { Parser } from '@lezer/common';

/**
 * Text to write over the source at `start`, for the parser only; of the same length, so that all offsets stay
 * valid.
 */
export interface Patch {
  readonly start: number;
  readonly text: string;
}

/** Parses a language. */
export interface Syntax {
  readonly parser: Parser;
  /**
   * The text to overwrite at the cursor, so that a half-typed token does not corrupt the rest of the tree.
   */
  heal?(text: string, offset: number): Patch | undefined;
}
