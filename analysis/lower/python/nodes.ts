import type { NodeType, SyntaxNode, TreeCursor } from '@lezer/common';

/** A syntax node with offsets relative to its unit. Comments are left out. */
export interface Node {
  readonly name: string;
  readonly from: number;
  /** Excludes the line breaks after a block, which the parser includes. */
  readonly to: number;
  readonly children: readonly Node[];
}

interface Building {
  readonly name: string;
  readonly from: number;
  to: number;
  children: Building[];
}

export interface CopiedNode {
  readonly root: Node;
  readonly hasError: boolean;
}

const endsWithBlock = new Set([
  'Body',
  'ClassDefinition',
  'DecoratedStatement',
  'Decorator',
  'ForStatement',
  'FunctionDefinition',
  'IfStatement',
  'MatchBody',
  'MatchClause',
  'MatchStatement',
  'Script',
  'StatementGroup',
  'TryStatement',
  'WhileStatement',
  'WithStatement',
]);

/** Valid code in which the parser misses something: a lone `yield`, and the patterns `[]` and `C()`. */
const incomplete = new Set(['LiteralPattern', 'YieldExpression', 'YieldStatement']);

/** Copies the tree below `top`, with offsets relative to `start`. Works on trees of any depth. */
export function copyNodes(top: SyntaxNode, start: number): CopiedNode {
  const cursor = top.cursor();
  const root = nodeAt(cursor, start);
  let hasError = isBroken(cursor);
  if (!cursor.firstChild()) return { root, hasError };
  root.children = [];
  const open: Building[] = [root];
  for (let parent: Building | undefined = root; parent !== undefined;) {
    const node = nodeAt(cursor, start);
    if (node.name !== 'Comment') parent.children.push(node);
    hasError ||= isBroken(cursor) && !incomplete.has(parent.name);
    if (cursor.firstChild()) {
      node.children = [];
      open.push(node);
      parent = node;
      continue;
    }
    while (parent !== undefined && !cursor.nextSibling()) {
      cursor.parent();
      close(parent);
      open.pop();
      parent = open.at(-1);
    }
  }
  return { root, hasError };
}

function nodeAt(cursor: TreeCursor, start: number): Building {
  const { from, to } = cursor;
  return { name: typeOf(cursor)?.name ?? error, from: from - start, to: to - start, children: none };
}

/** In very deep trees, nodes can have no type. */
function typeOf({ type }: TreeCursor): NodeType | undefined {
  return type;
}

function isBroken(cursor: TreeCursor): boolean {
  return typeOf(cursor)?.isError ?? true;
}

/** The name of a node that represents text that the parser could not parse, or a missing part. */
const error = '⚠';

/** Most nodes are tokens. They share this array, which is never changed. */
const none: Building[] = [];

function close(node: Building): void {
  const last = node.children.at(-1);
  if (last !== undefined && endsWithBlock.has(node.name)) node.to = last.to;
}

/** Whether the parser could not parse this text, or a part is missing here. */
export function isError(node: Node): boolean {
  return node.name === error;
}

export function childNamed(node: Node, name: string): Node | undefined {
  return node.children.find((child) => child.name === name);
}

/** Groups nodes between commas: `"a", *b` gives `["a"]` and `[*, b]`. Empty groups are left out. */
export function commaGroups(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const groups: Node[][] = [];
  let group: Node[] = [];
  for (const node of nodes) {
    if (node.name !== ',') group.push(node);
    else {
      if (group.length > 0) groups.push(group);
      group = [];
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

const brackets = new Set(['(', ')', '[', ']', '{', '}']);

export function withoutBrackets(node: Node): readonly Node[] {
  return node.children.filter(({ name }) => !brackets.has(name));
}
