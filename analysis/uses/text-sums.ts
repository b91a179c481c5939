import type { SyntaxNode } from '@lezer/common';

/** The syntax of additions and strings in a language. */
export interface SumSyntax {
  isString(node: SyntaxNode): boolean;
  /** Without the parentheses around them. Undefined if the expression is not an addition. */
  operandsOf(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined;
}

/**
 * The sums of a file that contain a string, by their place. The check of each operand of `a + b + c` needs
 * the sum next to it, so without this cache, a long sum would be searched once for each of its operands.
 */
const known = new WeakMap<object, Map<string, boolean>>();

/** Whether an expression of `file` is a string, or a sum with one. */
export function containsString(file: object, expression: SyntaxNode, syntax: SumSyntax): boolean {
  const answers = known.get(file) ?? new Map<string, boolean>();
  known.set(file, answers);
  // `a + b + c` is nested on its left side, one level per operand.
  const sums: { readonly key: string; readonly right: SyntaxNode }[] = [];
  let node = expression;
  let found: boolean | undefined;
  while (found === undefined) {
    const key = `${String(node.from)}:${String(node.to)}`;
    const operands = answers.has(key) ? undefined : syntax.operandsOf(node);
    if (operands === undefined) found = answers.get(key) ?? syntax.isString(node);
    else {
      sums.push({ key, right: operands[1] });
      [node] = operands;
    }
  }
  for (const { key, right } of sums.toReversed()) {
    found ||= containsString(file, right, syntax);
    answers.set(key, found);
  }
  return found;
}

/** The operator of a binary expression. Searching with `getChild` would take longer the deeper a node is. */
export function operatorOf(binary: SyntaxNode): SyntaxNode | undefined {
  let child = binary.firstChild;
  while (child !== null && !/(?:Op|^as|^satisfies)$/.test(child.name)) child = child.nextSibling;
  return child ?? undefined;
}
