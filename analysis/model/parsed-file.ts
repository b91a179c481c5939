import type { Range } from '../../contracts/lsp-messages.ts';
import type { Span } from './span.ts';

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
