import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import { childrenOf, commaGroups, insideBrackets, subscriptOf } from '../../syntax/python/syntax.ts';
import { partsOfCall } from './call-parts.ts';
import {
  comprehensionParts,
  dictionaryParts,
  entryOf,
  partOfGroup,
  plain,
  type ValuePart,
} from './collection-parts.ts';
import { mostLetters } from './shown.ts';
import { partsOfFormatString, partsOfPercent } from './template-parts.ts';

/**
 * Returns the parts of an expression: `f"Bearer {x}"`, `{"key": x}` and `json.dumps(x)` contain `x`, but
 * `len(x)` and `x is None` do not.
 */
export function partsOf(file: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  switch (node.name) {
    case 'FormatString':
      return partsOfFormatString(file, node);
    case 'ContinuedString':
      return plain(childrenOf(node));
    case 'BinaryExpression':
      return operands(file, node);
    case 'DictionaryExpression':
      return dictionaryParts(node);
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return commaGroups(insideBrackets(node)).flatMap(partOfGroup);
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return comprehensionParts(node);
    case 'CallExpression':
      return partsOfCall(file, node);
    case 'MemberExpression':
      return partsOfSubscript(file, node);
    default:
      return [];
  }
}

function operands(file: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  const operator = node.getChild('ArithOp') ?? node.getChild('BitOp');
  const [left, right] = [node.firstChild, node.lastChild];
  if (operator === null || left === null || right === null) return [];
  switch (file.module.textOf(operator)) {
    case '+':
      return plain([left, right]);
    case '%':
      return partsOfPercent(file, left, right);
    case '|':
      // The right operand may overwrite fields of the left one.
      return plain([right]);
    default:
      return [];
  }
}

function partsOfSubscript(file: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  const subscript = subscriptOf(node);
  if (subscript === undefined) return [];
  if (subscript.index !== undefined) return entryOf(file, subscript.object, subscript.index);
  return isShortSlice(file, node) ? [] : plain([subscript.object]);
}

/** `x[:4]` and `x[-4:]`. A bound that is not a literal may be just as short. */
function isShortSlice({ module }: PythonFile, node: SyntaxNode): boolean {
  const text = module.textOf(node).replaceAll(/\s/g, '');
  const bounds = /\[(\d*):(\d*)\]$/.exec(text);
  if (bounds === null) return true;
  const [, from, to] = bounds;
  if (to === '') return false;
  return Number(to) - Number(from) <= mostLetters;
}
