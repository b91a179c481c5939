import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../source/source-file.ts';
import type { Lines } from '../model/parsed-file.ts';

/**
 * The maximum number of consecutive comment lines after a suppression. A longer run is not a comment on the
 * next line.
 */
const mostCommentLines = 20;

/** Code with more nodes than this is not a single statement that a comment can refer to. */
const mostNodes = 2000;

export const commentNames: ReadonlySet<string> = new Set(['Comment', 'LineComment', 'BlockComment']);

/** Nodes whose children include both the name and the value of an argument. */
const lists = /^(?:ArgList|ParamList|DictionaryExpression)$/;

/** Nodes that contain other statements. A comment on the enclosing statement does not cover these. */
const blocks = /^(?:Body|MatchBody|Block|ClassBody|SwitchBody)$/;

/**
 * Returns the lines that a comment covers. A comment on a separate line covers the code that begins on the
 * next line, up to its end but without nested statements. A comment after code covers its own line, and the
 * code that begins or ends there.
 */
export function coveredLines(file: SourceFile, comment: SyntaxNode): Lines {
  const { line } = file.positionAt(comment.from);
  const before = file.text.slice(startOf(file, line), comment.from).trimEnd();
  if (before.trim() === '' || (before.trim() === '{' && isBracketed(file.text, comment)))
    return { first: nextLine(file, comment), last: lastLine(file, nextLine(file, comment)) };
  const end = startOf(file, line) + before.length;
  return { first: firstLine(file, line, end), last: lastLine(file, line) };
}

/** `{/* … *\/}`: contains only a comment, the only way to write one in markup. */
export function isBracketed(text: string, { from, to, parent }: SyntaxNode): boolean {
  const isAlone =
    /\{\s*$/.test(text.slice(Math.max(0, from - 100), from)) && /^\s*\}/.test(text.slice(to, to + 100));
  return isAlone && parent?.name === 'JSXEscape';
}

function nextLine(file: SourceFile, comment: SyntaxNode): number {
  let next = file.positionAt(comment.to).line + 1;
  const last = next + mostCommentLines;
  while (next < last && isCommentLine(file, next)) next++;
  return next;
}

function isCommentLine(file: SourceFile, line: number): boolean {
  const first = firstOf(file, line);
  return first !== undefined && commentNames.has(file.tree.resolveInner(first, 1).name);
}

/** Returns the last line of the code that begins on a line. */
function lastLine(file: SourceFile, line: number): number {
  const first = firstOf(file, line);
  if (first === undefined) return line;
  let piece = file.tree.resolveInner(first, 1);
  const start = startOf(file, line);
  while (piece.parent !== null && piece.parent.from >= start && isPiece(piece.parent)) piece = piece.parent;
  // Text in markup extends to the next element.
  if (piece.name === 'JSXText') return line;
  let end = headEnd(piece);
  for (
    let next = neighborOf(piece, 'nextSibling');
    end === piece.to && next;
    next = neighborOf(piece, 'nextSibling')
  ) {
    piece = next;
    end = headEnd(piece);
  }
  return end === undefined ? line : Math.max(line, file.positionAt(end).line);
}

/** Returns another part of the same argument or entry: the name, the operator or the value. */
function neighborOf(piece: SyntaxNode, side: 'nextSibling' | 'prevSibling'): SyntaxNode | undefined {
  const neighbor = lists.test(piece.parent?.name ?? '') ? piece[side] : null;
  return neighbor === null || commentNames.has(neighbor.name) || /^[,()[\]{}]$/.test(neighbor.name)
    ? undefined
    : neighbor;
}

/** Returns the first line of the code that ends at `end`, if that code contains no statements. */
function firstLine(file: SourceFile, line: number, end: number): number {
  let piece = file.tree.resolveInner(end, -1);
  const owner = headBefore(piece);
  if (owner !== undefined) return Math.min(line, file.positionAt(owner.from).line);
  while (piece.parent !== null && piece.parent.to <= end && isPiece(piece.parent)) piece = piece.parent;
  // Skips the comma after an argument.
  if (piece.name === ',') piece = piece.prevSibling ?? piece;
  if (!isPiece(piece) || headEnd(piece) !== piece.to) return line;
  for (let next = neighborOf(piece, 'prevSibling'); next; next = neighborOf(next, 'prevSibling')) {
    if (headEnd(next) !== next.to) return line;
    piece = next;
  }
  return Math.min(line, file.positionAt(piece.from).line);
}

/** Returns the code whose first block follows the token that opens it. */
function headBefore(mark: SyntaxNode): SyntaxNode | undefined {
  const block = mark.parent;
  const owner = block?.parent;
  if (!owner || !blocks.test(block.name) || block.from !== mark.from) return undefined;
  return headEnd(owner) === block.from ? owner : undefined;
}

function isPiece({ name, parent }: SyntaxNode): boolean {
  return parent !== null && !blocks.test(name);
}

/**
 * Returns where the first block begins, or the end if there is no block. Undefined if the code is too large.
 */
function headEnd(piece: SyntaxNode): number | undefined {
  let left = mostNodes;
  const cursor = piece.cursor();
  do {
    if (blocks.test(cursor.name)) return cursor.from;
    if (--left === 0) return undefined;
  } while (cursor.next() && cursor.from < piece.to);
  return piece.to;
}

function startOf(file: SourceFile, line: number): number {
  return file.offsetAt({ line, character: 0 });
}

function firstOf(file: SourceFile, line: number): number | undefined {
  const start = startOf(file, line);
  const words = file.text.slice(start, file.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
  return words.trim() === '' ? undefined : start + words.length - words.trimStart().length;
}
