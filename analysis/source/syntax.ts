import type { Parser } from '@lezer/common';

/** Text to write over that at `start`, for the parser only: same length, so that all offsets stay. */
export interface Patch {
  readonly start: number;
  readonly text: string;
}

/** How a language turns text into a tree. */
export interface Syntax {
  readonly parser: Parser;
  /** What to overwrite where somebody is typing, so that half a token does not spoil the rest. */
  heal?(text: string, offset: number): Patch | undefined;
}
