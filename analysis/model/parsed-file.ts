import type { Range } from '../../contracts/lsp-messages.ts';

/** Zero-based line and UTF-16 character, as in the Language Server Protocol. */
export type Position = Range['start'];

/** One version of one text. Immutable to its users; results computed from it are cached with it. */
export interface ParsedFile {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** Offsets outside the text are clamped. `\n`, `\r\n` and a lone `\r` end a line. */
  positionAt(offset: number): Position;
  /** Positions past the end of a line mean that end, as the protocol requires. */
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
}

/** Offsets are in UTF-16 code units from the start of the text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a text, as reported by the editor: `length` units at `start` became `text`. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** Zero-based lines; `last` is inclusive. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}
