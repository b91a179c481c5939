import { Tree, TreeFragment, type Parser } from '@lezer/common';
import type { Range } from '../../contracts/lsp-messages.ts';
import type { Span, TextChange } from '../ports.ts';
import type { ParsedFile, Position } from './parsed-file.ts';
import { TextLines } from './text-lines.ts';

interface Source {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/** A text with its syntax tree, which is made on first use and from the tree of the version before. */
export class SourceFile implements ParsedFile {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  readonly #lines: TextLines;
  readonly #parser: Parser | undefined;
  #fragments: readonly TreeFragment[];
  #tree: Tree | undefined;

  constructor(source: Source, parser: Parser | undefined, fragments: readonly TreeFragment[] = []) {
    this.uri = source.uri;
    this.languageId = source.languageId;
    this.text = source.text;
    this.#lines = new TextLines(source.text);
    this.#parser = parser;
    this.#fragments = fragments;
  }

  get tree(): Tree {
    return (this.#tree ??= this.#parse());
  }

  /** The next version of this text; what did not change is not parsed again. */
  changed(source: Source, parser: Parser | undefined, changes: readonly TextChange[]): SourceFile {
    const reusable = this.languageId === source.languageId && fits(this.text, source.text, changes);
    return new SourceFile(source, parser, reusable ? shift(this.#fragments, changes) : []);
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

  #parse(): Tree {
    if (this.#parser === undefined) return Tree.empty;
    const tree = this.#parser.parse(withoutByteOrderMark(this.text), this.#fragments);
    this.#fragments = TreeFragment.addTree(tree, this.#fragments);
    return tree;
  }
}

/** A reused tree is only right if the changes really lead from one text to the other. */
function fits(before: string, after: string, changes: readonly TextChange[]): boolean {
  let length = before.length;
  for (const change of changes) {
    const inside = change.start >= 0 && change.length >= 0 && change.start + change.length <= length;
    if (!inside) return false;
    length += change.text.length - change.length;
  }
  return length === after.length;
}

function shift(fragments: readonly TreeFragment[], changes: readonly TextChange[]): readonly TreeFragment[] {
  return changes.reduce(
    (shifted, change) => TreeFragment.applyChanges(shifted, [changedRange(change)]),
    fragments,
  );
}

function changedRange({ start, length, text }: TextChange): {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
} {
  return { fromA: start, toA: start + length, fromB: start, toB: start + text.length };
}

/** A line break in its place keeps all offsets; as a letter it would join the first identifier. */
function withoutByteOrderMark(text: string): string {
  return text.codePointAt(0) === 0xfeff ? `\n${text.slice(1)}` : text;
}
