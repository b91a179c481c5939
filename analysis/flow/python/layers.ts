import type { SyntaxNode } from '@lezer/common';
import { childrenOf, commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';

const maximumLayers = 8;
const maximumChoices = 50;
const unchangeable =
  /^(?:String|ContinuedString|FormatString|Number|Boolean|None|VariableName|MemberExpression)$/;
const changeable = /^(?:Array|Dictionary|Set)Expression$/;

/**
 * Returns the number of levels of a value that code could modify: 0 for a string or a tuple of strings, 1 for
 * a list of strings, 2 for a dictionary of lists.
 */
export function layersOf(node: SyntaxNode, outer = 0, choice = 0): number {
  if (outer >= maximumLayers || choice > maximumChoices) return maximumLayers;
  const choices = choicesIn(node);
  if (choices !== undefined) return Math.max(0, ...choices.map((part) => layersOf(part, outer, choice + 1)));
  const isTuple = node.name === 'TupleExpression';
  if (!isTuple && !changeable.test(node.name)) return unchangeable.test(node.name) ? 0 : 1;
  const items = commaGroups(insideBrackets(node)).flatMap((group) => group.at(-1) ?? []);
  const inner = items.reduce((most, item) => Math.max(most, layersOf(item, outer + 1)), 0);
  return isTuple && inner === 0 ? 0 : inner + 1;
}

/** Returns the operands that an expression may return unchanged. Undefined if it creates a new value. */
function choicesIn(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  const [first, , third] = childrenOf(node);
  const last = node.lastChild;
  if (first === undefined || last === null) return undefined;
  switch (node.name) {
    case 'ParenthesizedExpression':
      return first.nextSibling === null ? undefined : [first.nextSibling];
    case 'ConditionalExpression':
      return [first, last];
    case 'BinaryExpression':
      return (node.getChild('or') ?? node.getChild('and')) ? [first, last] : textOperand(first, third);
    default:
      return undefined;
  }
}

/** Adding anything to a string yields a string. */
function textOperand(left: SyntaxNode, right: SyntaxNode | undefined): readonly SyntaxNode[] | undefined {
  const text = [left, right].find((operand) => operand?.name.endsWith('String') === true);
  return text === undefined ? undefined : [text];
}
