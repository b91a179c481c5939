import type { SyntaxNode } from '@lezer/common';
import { hasTree } from '../source/has-tree.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Lines, ParsedFile, Span } from '../model/parsed-file.ts';

/**
 * Returns the lines of a place, including those of the quoted text around it, because that text cannot
 * contain a comment.
 */
export function linesOf(file: ParsedFile, span: Span): Lines {
  const string = hasTree(file) ? outermostString(file, span.start) : undefined;
  const start = Math.min(span.start, string?.from ?? span.start);
  const end = Math.max(span.end, string?.to ?? span.end);
  return { first: file.positionAt(start).line, last: file.positionAt(end).line };
}

/** Whether `place` begins or ends on `lines`. */
export function touchesLines(lines: Lines, { first, last }: Lines): boolean {
  const isThere = (line: number): boolean => lines.first <= line && line <= lines.last;
  return isThere(first) || isThere(last);
}

export function* linesIn(lines: Lines | undefined): Generator<number> {
  if (lines !== undefined) for (let line = lines.first; line <= lines.last; line++) yield line;
}

function outermostString(file: SourceFile, offset: number): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (let node: SyntaxNode | null = file.tree.resolveInner(offset, 1); node !== null; node = node.parent) {
    if (node.name.endsWith('String')) found = node;
  }
  return found;
}

/** Whether an offset is inside a string or markup text, where a comment would become part of the content. */
export function isInsideText(file: SourceFile, offset: number): boolean {
  for (let node: SyntaxNode | null = file.tree.resolve(offset, 0); node !== null; node = node.parent) {
    const isInside = node.from < offset && offset < node.to;
    if (isInside && /String$|^JSX|^TemplateString|^RegExp/.test(node.name)) return true;
  }
  return false;
}
