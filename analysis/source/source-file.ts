import { Tree, TreeFragment } from '@lezer/common';
import type { Range } from '../../contracts/lsp-messages.ts';
import type { Span, TextChange } from '../model/span.ts';
import type { SourceText } from '../model/analyzer.ts';
import type { ParsedFile, Position } from '../model/parsed-file.ts';
import { PatchedInput } from './patched-input.ts';
import type { Patch, Syntax } from './syntax.ts';
import { TextLines } from './text-lines.ts';
import { fits, moved, shifted } from './text-changes.ts';

interface Start {
  readonly fragments: readonly TreeFragment[];
  readonly patch: Patch | undefined;
  readonly lines: TextLines;
}

/** A text with its syntax tree, which is parsed on first use, reusing the tree of the previous version. */
export class SourceFile implements ParsedFile {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** Where the tree shows a half-typed string as closed; the text is unchanged. */
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
    return (this.#tree ??= this.#parse());
  }

  /** Whether `changes` may turn this text into that of `source`. */
  leadsTo(source: SourceText, changes: readonly TextChange[]): boolean {
    const isSame = this.languageId === source.languageId && this.uri === source.uri;
    return isSame && fits(this.text, source.text, changes);
  }

  /** The version of this text after `changes`; unchanged parts are not parsed again. */
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

  #parse(): Tree {
    if (this.#syntax === undefined) return Tree.empty;
    const tree = this.#syntax.parser.parse(new PatchedInput(this.text, this.patch), this.#fragments);
    this.#fragments = TreeFragment.addTree(tree, this.#fragments);
    return tree;
  }
}
