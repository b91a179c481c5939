import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from '../../syntax/python/syntax.ts';

/** A part of a compound statement: its keyword, what follows the keyword, and its body. */
export interface Clause {
  readonly word: string;
  readonly head: readonly SyntaxNode[];
  readonly body: SyntaxNode | undefined;
}

/** `if a: … elif b: … else: …` has three clauses. */
export function clausesOf(statement: SyntaxNode): readonly Clause[] {
  const clauses: Clause[] = [];
  let head: SyntaxNode[] = [];
  for (const child of childrenOf(statement)) {
    if (child.name === 'Comment') continue;
    if (child.name !== 'Body') {
      head.push(child);
      continue;
    }
    const [word, ...rest] = head[0]?.name === 'async' ? head.slice(1) : head;
    clauses.push({ word: word?.name ?? '', head: rest, body: child });
    head = [];
  }
  return clauses;
}

const written = /^(?:String|Number|Boolean|None|[()[\],])$/;

/** Whether the node assigns a literal to a name. */
export function cannotFail(node: SyntaxNode): boolean {
  if (/^(?:PassStatement|BreakStatement|ContinueStatement|Comment|:)$/.test(node.name)) return true;
  if (written.test(node.name)) return true;
  if (/^(?:Array|Tuple)Expression$/.test(node.name))
    return childrenOf(node).every(({ name }) => written.test(name));
  return node.name === 'AssignStatement' && isPlainAssignment(node) && isWrittenOut(node);
}

function isWrittenOut(assignment: SyntaxNode): boolean {
  const last = assignment.getChildren('AssignOp').at(-1)?.from ?? 0;
  return childrenOf(assignment)
    .filter(({ from }) => from > last)
    .every(({ name }) => written.test(name));
}

/** Whether only names are bound, because that cannot fail partway. */
export function isPlainAssignment(assignment: SyntaxNode): boolean {
  const last = assignment.getChildren('AssignOp').at(-1)?.from ?? 0;
  return childrenOf(assignment)
    .filter(({ from }) => from < last)
    .every(({ name }) => /^(?:VariableName|AssignOp|,)$/.test(name));
}
