import { type Input, type Parser, Tree, TreeFragment } from '@lezer/common';
import type { Range } from '../../contracts/lsp-messages.ts';
import { type InSlices, runToEnd } from '../model/in-slices.ts';
import type { ParsedFile, Position, Span, TextChange } from '../model/parsed-file.ts';
import type { SourceText } from '../model/analyzer.ts';
import { changedPatches, type Patch } from './patches.ts';
import { lastAtOrBefore } from './last-at-or-before.ts';
import { parseInPieces } from './parse-in-pieces.ts';
import { TextLines } from './text-lines.ts';

/** Parses a language. */
export interface Syntax {
  readonly parser: Parser;
  /**
   * Returns the text to write over half-typed tokens, in text order, so that they do not corrupt the rest of
   * the tree.
   */
  heal?(text: string): readonly Patch[];
}

interface Start {
  readonly fragments: readonly TreeFragment[];
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
  readonly #lines: TextLines;
  readonly #syntax: Syntax | undefined;
  #fragments: readonly TreeFragment[];
  #tree: Tree | undefined;
  #patches: readonly Patch[] | undefined;

  constructor(source: SourceText, syntax: Syntax | undefined, start?: Start) {
    this.uri = source.uri;
    this.languageId = source.languageId;
    this.text = source.text;
    this.#lines = start?.lines ?? new TextLines(source.text);
    this.#syntax = syntax;
    this.#fragments = start?.fragments ?? [];
  }

  /** Where the tree shows half-typed strings as closed, in text order. The text itself is unchanged. */
  get patches(): readonly Patch[] {
    return (this.#patches ??= this.#syntax?.heal?.(this.text) ?? []);
  }

  get tree(): Tree {
    return (this.#tree ??= runToEnd(this.parse()));
  }

  *parse(): InSlices<Tree> {
    if (this.#syntax === undefined) return Tree.empty;
    const { parser } = this.#syntax;
    const input = new PatchedInput(this.text, this.patches);
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
    const lines = this.#linesOf(source.text, changes);
    const next = new SourceFile(source, syntax, { fragments: [], lines });
    next.#fragments = shifted(this.#fragments, changes);
    const patched = next.#fragments.length === 0 ? undefined : changedPatches(this, next);
    if (patched !== undefined) {
      const [start, length] = [patched.head, source.text.length - patched.head - patched.tail];
      const rewritten = { start, length, text: source.text.slice(start, start + length) };
      next.#fragments = shifted(next.#fragments, [rewritten]);
    }
    return next;
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

/**
 * The parser input: the text with patches applied and without a byte-order mark. Avoids copying the text,
 * which would take longer than parsing a keystroke.
 */
class PatchedInput implements Input {
  readonly length: number;
  readonly lineChunks = false;
  readonly #text: string;
  readonly #patches: readonly Patch[];
  readonly #ends: readonly number[];

  constructor(text: string, patches: readonly Patch[]) {
    this.length = text.length;
    this.#text = text;
    this.#patches = [...byteOrderMark(text), ...patches];
    this.#ends = this.#patches.map(({ start, text: { length } }) => start + length);
  }

  /** Returns some of the text that starts at `from`. The parser calls it again at the end of that chunk. */
  chunk(from: number): string {
    const index = lastAtOrBefore(this.#ends, from);
    const patch = this.#patches[(this.#ends[index] ?? Infinity) <= from ? index + 1 : index];
    if (patch === undefined) return this.#text.slice(from);
    const { start, text } = patch;
    return from < start ? this.#text.slice(from, start) : text.slice(from - start);
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
