/**
 * The parser does not support patterns that contain members, such as `[this.a, this.b] = pair` and
 * `({ a: b.c } = d)`. It reads an array or an object, skips the `=`, and recovers somewhere after it.
 */
import { parser } from '@lezer/javascript';
import type { Lowering } from './lowering.ts';
import { hasChild, type Node, TreeCopier } from './plain-tree.ts';

export interface MisreadAssignment {
  readonly pattern: Node;
  readonly value: Node | undefined;
}

const expressionParser = parser.configure({ top: 'SingleExpression', dialect: 'ts' });
/** The longest value that is read again, in characters. */
const maximumLength = 4000;

/** Finds the pattern at the start of an expression, and reads the value again. */
export function misreadAssignment(lowering: Lowering, expression: Node): MisreadAssignment | undefined {
  let node = expression;
  for (;;) {
    const [first, second] = node.children;
    if (first === undefined) return undefined;
    const isPattern = first.name === 'ArrayExpression' || first.name === 'ObjectExpression';
    if (isPattern && isLostEquals(second)) return { pattern: first, value: valueAt(lowering, second.to) };
    node = first;
  }
}

/** Whether this is an error node that contains only `=`. */
export function isLostEquals(node: Node | undefined): node is Node {
  return node?.name === '⚠' && hasChild(node, 'Equals');
}

function valueAt(lowering: Lowering, start: number): Node | undefined {
  const text = lowering.text.slice(start, start + maximumLength);
  const { firstChild } = expressionParser.parse(text).topNode;
  if (firstChild === null || firstChild.type.isError) return undefined;
  const copier = new TreeCopier(lowering.text, -start, lowering.words);
  const copy = copier.copy(firstChild.cursor());
  return lowering.isExpression(copy) ? copy : undefined;
}
