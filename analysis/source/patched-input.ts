import type { Input } from '@lezer/common';
import type { Patch } from './syntax.ts';

/**
 * The input of the parser: the text with a patch applied and without a byte-order mark. Avoids copying the
 * text, which would cost more than parsing one keystroke.
 */
export class PatchedInput implements Input {
  readonly length: number;
  readonly lineChunks = false;
  readonly #text: string;
  readonly #patches: readonly Patch[];

  constructor(text: string, patch: Patch | undefined) {
    this.length = text.length;
    this.#text = text;
    this.#patches = [...byteOrderMark(text), ...(patch === undefined ? [] : [patch])];
  }

  /** Some text from `from` on; the parser calls it again at the end. */
  chunk(from: number): string {
    for (const { start, text } of this.#patches) {
      if (from < start) return this.#text.slice(from, start);
      if (from < start + text.length) return text.slice(from - start);
    }
    return this.#text.slice(from);
  }

  read(from: number, to: number): string {
    const end = Math.min(to, this.length);
    let text = '';
    while (from + text.length < end) text += this.chunk(from + text.length);
    return text.slice(0, end - from);
  }
}

/**
 * A line break in its place preserves all offsets; as a letter it would become part of the first identifier.
 */
function byteOrderMark(text: string): readonly Patch[] {
  return text.codePointAt(0) === 0xfeff ? [{ start: 0, text: '\n' }] : [];
}
