import type { SyntaxNode } from '@lezer/common';

/** A condition that was asked on the way to a place, and how it came out. */
export interface Passed {
  readonly condition: SyntaxNode;
  readonly holds: boolean;
}

/**
 * Whether the expression written `value` is nothing, or nothing to show, once a condition came out so: `not key`,
 * `key is None`, `!key`, `key.length === 0`. For Python and JavaScript, whose operators differ by name alone.
 */
export function leavesEmpty(text: string, { condition, holds }: Passed, value: string): boolean {
  // One way of several that are joined by `or` may have been gone, every one of those joined by `and`.
  const ofAll = holds ? 'every' : 'some';
  const ofEach = holds ? 'some' : 'every';
  return split(operandsIn(text, condition), 'or')[ofAll]((alternative) =>
    split(alternative, 'and')[ofEach]((operand) => {
      const node = operand.at(-1);
      const isSo = (operand.length % 2 === 1) === holds;
      return typeof node === 'object' && operandLeavesEmpty(text, { condition: node, holds: isSo }, value);
    }),
  );
}

function operandLeavesEmpty(text: string, { condition, holds }: Passed, value: string): boolean {
  const { name, firstChild } = condition;
  if (name === 'NamedExpression' || name === 'ParenthesizedExpression') {
    const inner = name === 'NamedExpression' ? firstChild : firstChild?.nextSibling;
    return inner ? leavesEmpty(text, { condition: inner, holds }, value) : false;
  }
  return saysEmpty(textOf(text, condition).replaceAll(/\s/g, ''), holds, value);
}

type Operand = 'and' | 'not' | 'or' | SyntaxNode;

/** In the order of the text: the grammar of Python takes `not a or b` for `not (a or b)`. */
function operandsIn(text: string, node: SyntaxNode): readonly Operand[] {
  const [left, right] = [node.firstChild, node.lastChild];
  if (left === null || right === null) return [node];
  if (node.name === 'UnaryExpression' && /^(?:not|!)$/.test(textOf(text, left)))
    return ['not', ...operandsIn(text, right)];
  const operator = node.name === 'BinaryExpression' ? textOf(text, left.nextSibling) : '';
  if (!/^(?:and|&&|or|\|\|)$/.test(operator)) return [node];
  const word = /^(?:and|&&)$/.test(operator) ? 'and' : 'or';
  return [...operandsIn(text, left), word, ...operandsIn(text, right)];
}

function split(operands: readonly Operand[], at: 'and' | 'or'): readonly (readonly Operand[])[] {
  const groups: Operand[][] = [[]];
  for (const operand of operands) {
    if (operand === at) groups.push([]);
    else groups.at(-1)?.push(operand);
  }
  return groups;
}

function textOf(text: string, node: SyntaxNode | null | undefined): string {
  return node ? text.slice(node.from, node.to) : '';
}

/** Both without white space. */
function saysEmpty(condition: string, holds: boolean, value: string): boolean {
  for (let at = condition.indexOf(value); at !== -1; at = condition.indexOf(value, at + 1)) {
    const around = `${condition.slice(0, at)}#${condition.slice(at + value.length)}`;
    if ((holds ? whenEmpty : whenFull).test(around)) return true;
  }
  return false;
}

/** What stands in the code for everybody to see is no secret either. */
const nothing = String.raw`(?:None|null|undefined|0|"[^"]*"|'[^']*'|\`\`|\{\}|\[\]|\(\))`;
const value = String.raw`(?:(?:len|bool|Boolean|str|String)\(#\)|#)(?:\??\.(?:strip|trim)\(\)|\??\.length)?`;
const whenEmpty = new RegExp(
  String.raw`^(?:${value}(?:===?|is)${nothing}|${nothing}===?${value}|${value}<1|` +
    String.raw`${value}in[[({]${nothing}(?:,${nothing})*,?[\])}]|` +
    String.raw`typeof#(?:!==?(["'])string\1|===?(["'])undefined\2))$`,
);
const whenFull = new RegExp(
  String.raw`^(?:${value}(?:(?:!==?|isnot)${nothing}|>0|>=1)?|${nothing}!==?${value}|` +
    String.raw`isinstance\(#,str\)|typeof#(?:===?(["'])string\1|!==?(["'])undefined\2))$`,
);
