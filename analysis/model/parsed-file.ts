import type { Range } from '../../contracts/lsp-messages.ts';

/** A zero-based line and UTF-16 character offset, as in the Language Server Protocol. */
export type Position = Range['start'];

/**
 * One version of a document. Callers must treat it as immutable. Results computed from it are cached with it.
 */
export interface ParsedFile {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** Offsets outside the text are clamped. A line ends with `\n`, `\r\n` or a lone `\r`. */
  positionAt(offset: number): Position;
  /** As the protocol requires, a position past the end of a line refers to the end of that line. */
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
}

/** Offsets in UTF-16 code units from the start of the text. `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement reported by the editor: `length` UTF-16 code units at `start` were replaced with `text`. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** Zero-based line numbers. `last` is inclusive. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}
