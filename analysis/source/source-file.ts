import { type Input, type Parser, Tree, TreeFragment } from '@lezer/common';
import type { Range } from '../../contracts/lsp-messages.ts';
import { type InSlices, runToEnd } from '../model/in-slices.ts';
import type { ParsedFile, Position, Span, TextChange } from '../model/parsed-file.ts';
import type { SourceText } from '../model/analyzer.ts';
import { parseInPieces } from './parse-in-pieces.ts';
import { TextLines } from './text-lines.ts';

/**
 * Text that replaces the source at `start`, only for the parser. It has the same length, so that all offsets
 * remain valid.
 */
export interface Patch {
  readonly start: number;
  readonly text: string;
}

/** Parses a language. */
export interface Syntax {
  readonly parser: Parser;
  /**
   * Returns the text to write over the source at the cursor, so that a half-typed token does not corrupt the
   * rest of the tree.
   */
  heal?(text: string, offset: number): Patch | undefined;
}

interface Start {
  readonly fragments: readonly TreeFragment[];
  readonly patch: Patch | undefined;
  readonly lines: TextLines;
}

/**
 * A document with its syntax tree. The tree is parsed on first use, and reuses the tree of the previous
 * version.
 */
export class SourceFile implements ParsedFile {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** Where the tree shows a half-typed string as closed. The text itself is unchanged. */
  readonly patch: Patch | undefined;
  readonly #lines: TextLines;
  readonly #syntax: Syntax | undefined;
  #fragments: readonly TreeFragment[];
  #tree: Tree | undefined;

  constructor(source: SourceText, syntax: Syntax | undefined, start?: Start) {
    this.uri = source.uri;
    this.languageId = source.languageId;
    this.text = source.text;
    this.patch = start?.patch;
    this.#lines = start?.lines ?? new TextLines(source.text);
    this.#syntax = syntax;
    this.#fragments = start?.fragments ?? [];
  }

  get tree(): Tree {
    return (this.#tree ??= runToEnd(this.parse()));
  }

  *parse(): InSlices<Tree> {
    if (this.#syntax === undefined) return Tree.empty;
    const { parser } = this.#syntax;
    const input = new PatchedInput(this.text, this.patch);
    const tree =
      this.#fragments.length === 0
        ? yield* parseInPieces(parser, input, this.text)
        : parser.parse(input, this.#fragments);
    // Another request can have needed the tree in the meantime.
    if (this.#tree !== undefined) return this.#tree;
    this.#fragments = TreeFragment.addTree(tree, this.#fragments);
    return (this.#tree = tree);
  }

  /** Whether `changes` may turn this document into `source`. */
  leadsTo(source: SourceText, changes: readonly TextChange[]): boolean {
    const isSame = this.languageId === source.languageId && this.uri === source.uri;
    return isSame && fits(this.text, source.text, changes);
  }

  /** Returns the version of this document after `changes`. Unchanged parts are not parsed again. */
  changed(source: SourceText, syntax: Syntax | undefined, changes: readonly TextChange[]): SourceFile {
    const last = changes.at(-1);
    const patch = last && syntax?.heal?.(source.text, last.start + last.text.length);
    const unhealed = [moved(this.patch, changes), patch].filter((healed) => healed !== undefined);
    const rewritten = unhealed.map(({ start, text }) => ({ start, length: text.length, text }));
    const fragments = shifted(shifted(this.#fragments, changes), rewritten);
    return new SourceFile(source, syntax, { fragments, patch, lines: this.#linesOf(source.text, changes) });
  }

  positionAt(offset: number): Position {
    return this.#lines.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#lines.offsetAt(position);
  }

  rangeOf(span: Span): Range {
    return this.#lines.rangeOf(span);
  }

  /** Several simultaneous changes are rare, and the intermediate texts are not available. */
  #linesOf(text: string, changes: readonly TextChange[]): TextLines {
    const [change, another] = changes;
    return change && !another ? this.#lines.changed(text, change) : new TextLines(text);
  }
}

/** A tree can only be reused if the changes really turn one text into the other. */
function fits(before: string, after: string, changes: readonly TextChange[]): boolean {
  let length = before.length;
  for (const change of changes) {
    const inside = change.start >= 0 && change.length >= 0 && change.start + change.length <= length;
    if (!inside) return false;
    length += change.text.length - change.length;
  }
  return length === after.length;
}

/** Returns the parts of the tree that can be reused after the changes, at their new positions. */
function shifted(
  fragments: readonly TreeFragment[],
  changes: readonly TextChange[],
): readonly TreeFragment[] {
  let result = fragments;
  for (const { start, length, text } of changes) {
    const range = { fromA: start, toA: start + length, fromB: start, toB: start + text.length };
    result = TreeFragment.applyChanges(result, [range]);
  }
  return result;
}

function moved(patch: Patch | undefined, changes: readonly TextChange[]): Patch | undefined {
  if (patch === undefined) return undefined;
  let [start, end] = [patch.start, patch.start + patch.text.length];
  for (const change of changes) {
    start = movedOffset(start, change, change.start);
    end = movedOffset(end, change, change.start + change.text.length);
  }
  return { start, text: patch.text.slice(0, Math.max(0, end - start)).padEnd(end - start) };
}

/** `within` is the new position of an offset that the change overwrote. */
function movedOffset(offset: number, change: TextChange, within: number): number {
  if (offset <= change.start) return offset;
  if (offset >= change.start + change.length) return offset + change.text.length - change.length;
  return within;
}

/**
 * The parser input: the text with a patch applied and without a byte-order mark. Avoids copying the text,
 * which would take longer than parsing a keystroke.
 */
class PatchedInput implements Input {
  readonly length: number;
  readonly lineChunks = false;
  readonly #text: string;
  readonly #patches: readonly Patch[];

  constructor(text: string, patch: Patch | undefined) {
    this.length = text.length;
    this.#text = text;
    this.#patches = [...byteOrderMark(text), ...(patch === undefined ? [] : [patch])];
  }

  /** Returns some of the text that starts at `from`. The parser calls it again at the end of that chunk. */
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
 * A line break in place of the byte-order mark preserves all offsets. A letter would become part of the first
 * identifier.
 */
function byteOrderMark(text: string): readonly Patch[] {
  return text.codePointAt(0) === 0xfeff ? [{ start: 0, text: '\n' }] : [];
}
