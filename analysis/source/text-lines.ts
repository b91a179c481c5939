import type { Range } from '../../contracts/lsp-messages.ts';
import { lastAtOrBefore } from './last-at-or-before.ts';
import type { Position, Span, TextChange } from '../model/parsed-file.ts';

/**
 * The start of each line. A typed array is used because it is outside the heap, and every keystroke creates a
 * new one.
 */
type LineStarts = Uint32Array;

/** Converts between offsets and lines. The line table is built on first use. */
export class TextLines {
  readonly #text: string;
  #starts: LineStarts | undefined;

  constructor(text: string, starts?: LineStarts) {
    this.#text = text;
    this.#starts = starts;
  }

  /**
   * Returns the lines of `text`, which is the result of `change`. Only the lines around the change are
   * scanned.
   */
  changed(text: string, change: TextChange): TextLines {
    return new TextLines(text, this.#starts && changedStarts(this.#starts, text, change));
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

  #lineStarts(): LineStarts {
    return (this.#starts ??= lineStartsOf(this.#text));
  }

  /** Returns the end of a line, excluding its line break. */
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

function lineStartsOf(text: string): LineStarts {
  const starts = [0];
  for (const start of lineStartsIn(text)) starts.push(start);
  return Uint32Array.from(starts);
}

/**
 * `\r` and `\n` are searched for separately, because searching for a character is several times faster than
 * matching a pattern.
 */
function* lineStartsIn(text: string): Generator<number> {
  if (text.includes('\r')) {
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) yield index + lineBreak.length;
    return;
  }
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) yield at + 1;
}

/**
 * A change may join or split a line break (`\r\n`) at its boundaries, so the adjacent lines are scanned again
 * too.
 */
function changedStarts(starts: LineStarts, text: string, change: TextChange): LineStarts {
  const growth = change.text.length - change.length;
  const first = lastAtOrBefore(starts, Math.max(0, change.start - 1));
  const from = starts[first] ?? 0;
  const kept = lastAtOrBefore(starts, change.start + change.length + 1) + 1;
  const to = (starts[kept] ?? Infinity) + growth;
  const fresh = [...lineStartsIn(text.slice(from, to))].map((start) => from + start).filter((at) => at < to);
  const result = new Uint32Array(first + 1 + fresh.length + starts.length - Math.min(kept, starts.length));
  result.set(starts.subarray(0, first + 1));
  result.set(fresh, first + 1);
  result.set(starts.subarray(kept), first + 1 + fresh.length);
  for (let line = first + 1 + fresh.length; line < result.length; line++)
    result[line] = (result[line] ?? 0) + growth;
  return result;
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(0, offset), length);
}
