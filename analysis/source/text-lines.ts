import type { Range } from '../../contracts/lsp-messages.ts';
import type { Span } from './span.ts';
import type { Position } from './parsed-file.ts';

/** Turns offsets into lines and back; the line table is made on first use. */
export class TextLines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  positionAt(offset: number): Position {
    const inside = clamp(offset, this.#text.length);
    const starts = this.#lineStarts();
    const line = lastAtOrBefore(starts, inside);
    const start = starts[line] ?? 0;
    return { line, character: Math.min(inside, this.#lineEnd(line)) - start };
  }

  offsetAt(position: Position): number {
    const starts = this.#lineStarts();
    if (position.line < 0) return 0;
    const start = starts[position.line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, position.character), this.#lineEnd(position.line));
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  #lineStarts(): readonly number[] {
    return (this.#starts ??= lineStartsOf(this.#text));
  }

  /** Where the characters of a line end, its line break excluded. */
  #lineEnd(line: number): number {
    const start = this.#lineStarts()[line] ?? 0;
    let end = this.#lineStarts()[line + 1] ?? this.#text.length;
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    return end;
  }
}

const lineFeed = 10;
const carriageReturn = 13;

function isLineBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  const lineBreak = /\r\n?|\n/g;
  while (lineBreak.test(text)) starts.push(lineBreak.lastIndex);
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(0, offset), length);
}
