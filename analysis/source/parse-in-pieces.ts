import { type Input, NodeType, type Parser, Tree, type TreeBuffer } from '@lezer/common';
import type { InSlices } from '../model/in-slices.ts';

interface Piece {
  readonly start: number;
  readonly tree: Tree;
}

/**
 * In characters. The parser keeps a list of all nodes until it reaches the end, which takes up 30 times as much memory
 * as the text.
 */
const pieceLength = 2500;

/** The type, start, end and next sibling of a node in a `TreeBuffer`. */
const sizeInBuffer = 4;

/**
 * A line that probably begins a statement at the top level. Texts with other line ends are one piece: the parser for
 * Python may find an error after an empty line in the entire text that it does not find in the pieces.
 */
const statement = /\n\n(?=[\w@])/g;

/**
 * Parses a text in pieces that begin with a statement at the top level, and puts their trees together. If a piece has
 * an error, it may be cut in the wrong place, for example within a string, so it is parsed again with more text on both
 * sides. If it still has one, the entire text is parsed in one go, because how the parser recovers depends on the code
 * around an error.
 */
export function* parseInPieces(parser: Parser, input: Input, text: string): InSlices<Tree> {
  const pieces: Piece[] = [];
  let [start, length, isExtended] = [0, pieceLength, false];
  while (start + length < text.length || pieces.length > 0) {
    const end = cutAfter(text, start + length);
    const tree = parser.parse(input, [], [{ from: start, to: end }]);
    if (start === 0 && end === text.length) return tree;
    if (!hasError(tree)) {
      pieces.push({ start, tree });
      if (end === text.length) return joined(pieces, end);
      [start, length, isExtended] = [end, pieceLength, false];
    } else {
      if (isExtended) break;
      start = pieces.pop()?.start ?? start;
      [length, isExtended] = [end - start + pieceLength, true];
    }
    yield;
  }
  return parser.parse(input);
}

function cutAfter(text: string, offset: number): number {
  statement.lastIndex = offset;
  const found = statement.exec(text);
  return found ? found.index + found[0].length : text.length;
}

function hasError(tree: Tree | TreeBuffer): boolean {
  if (tree instanceof Tree) return tree.type.isError || tree.children.some(hasError);
  const { buffer, set } = tree;
  for (let at = 0; at < buffer.length; at += sizeInBuffer)
    if (set.types[buffer[at] ?? 0]?.isError === true) return true;
  return false;
}

function joined(pieces: readonly Piece[], length: number): Tree {
  const children = pieces.flatMap(({ tree }) => tree.children);
  const positions = pieces.flatMap(({ start, tree }) => tree.positions.map((position) => start + position));
  // The grammar's own type for a part of a list, so that later versions can reuse many statements at a time.
  const list = children.find(isList)?.type ?? NodeType.none;
  const top = pieces[0]?.tree.type ?? NodeType.none;
  return new Tree(top, children, positions, length).balance({
    makeTree: (some, at, size) => new Tree(list, some, at, size),
  });
}

function isList(tree: Tree | TreeBuffer): tree is Tree {
  return tree instanceof Tree && tree.type.isAnonymous;
}
