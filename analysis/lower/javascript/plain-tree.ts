import type { NodeType, TreeCursor } from '@lezer/common';
import type { Span } from '../../model/parsed-file.ts';

/**
 * A copy of a syntax node without types, comments and most punctuation. Offsets are relative to the start of
 * the unit. Error nodes (`⚠`) are kept only if they contain something.
 */
export interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: readonly Node[];
}

interface OpenNode extends Node {
  children: Node[];
}

/** Shared by all leaves. */
const noChildren: Node[] = [];

type Handling = 'drop' | 'leaf' | 'word' | 'string' | 'copy';

const dropped = new Set(
  [
    '( ) { } . : ?. LineComment BlockComment Hashbang Escape InterpolationStart InterpolationEnd',
    'function return if while do try catch finally throw class switch case break continue enum new yield',
    'Arrow debugger export TypeArgList TypeParamList TypePredicate Optional JSXText JSXStartTag JSXEndTag JSXSelfCloseEndTag',
  ].flatMap((line) => line.split(' ')),
);
const words = new Set(
  [
    'VariableName VariableDefinition PropertyName PropertyDefinition PrivatePropertyName',
    'PrivatePropertyDefinition TypeDefinition JSXIdentifier',
  ].flatMap((line) => line.split(' ')),
);
/** By the id of the type. */
const handlings: (Handling | undefined)[] = [];

function handlingOf(type: NodeType): Handling {
  return (handlings[type.id] ??= newHandlingOf(type));
}

function newHandlingOf(type: NodeType): Handling {
  if (dropped.has(type.name) || type.is('Type')) return 'drop';
  if (words.has(type.name)) return 'word';
  if (type.name === 'String') return 'string';
  return type.name === 'TypeAnnotation' ? 'leaf' : 'copy';
}

/** Copies statements that start at `start` of the file, and collects the words in them. */
export class TreeCopier {
  readonly #text: string;
  readonly #start: number;
  readonly #words: Set<string>;

  /** `text` is that of the unit, which starts at `start` of the file. The words are added to `found`. */
  constructor(text: string, start: number, found: Set<string>) {
    this.#text = text;
    this.#start = start;
    this.#words = found;
  }

  /** Copies the node at the cursor. Leaves the cursor there. Does not recurse, because trees can be deep. */
  copy(cursor: TreeCursor): Node {
    const root = this.#opened(cursor);
    if (!cursor.firstChild()) return root;
    root.children = [];
    const open = [root];
    for (let parent = open.at(-1); parent !== undefined; parent = open.at(-1)) {
      if (this.#enter(cursor, parent, open)) continue;
      while (!cursor.nextSibling()) {
        cursor.parent();
        open.pop();
        if (open.length === 0) return root;
      }
    }
    return root;
  }

  /** Adds the node at the cursor to `parent`. Moves the cursor to the first child if there is one to copy. */
  #enter(cursor: TreeCursor, parent: OpenNode, open: OpenNode[]): boolean {
    const { type, from, to } = cursor;
    const handling = handlingOf(type);
    if (handling === 'drop') return false;
    const node = this.#opened(cursor);
    if (type.isError) {
      if (!cursor.firstChild()) return false;
      parent.children.push(node);
      node.children = [];
      open.push(node);
      return true;
    }
    parent.children.push(node);
    if (handling === 'word') this.#words.add(this.#text.slice(from - this.#start, to - this.#start));
    if (handling === 'string') this.#addString(from - this.#start + 1, to - this.#start - 1);
    if (handling !== 'copy' || !cursor.firstChild()) return false;
    node.children = [];
    open.push(node);
    return true;
  }

  #opened({ name, from, to }: TreeCursor): OpenNode {
    return { name, from: from - this.#start, to: to - this.#start, children: noChildren };
  }

  #addString(from: number, to: number): void {
    if (to - from > 80) return;
    const content = this.#text.slice(from, to);
    if (/^[A-Za-z_$][\w$-]*$/.test(content)) this.#words.add(content);
  }
}

export function spanOf({ from, to }: Node): Span {
  return { start: from, end: to };
}

/** The first child with one of these names. */
export function childNamed(node: Node, name: string, second = name, third = name): Node | undefined {
  for (const child of node.children)
    if (child.name === name || child.name === second || child.name === third) return child;
  return undefined;
}

export function hasChild(node: Node, name: string): boolean {
  for (const child of node.children) if (child.name === name) return true;
  return false;
}
