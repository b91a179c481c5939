import type { SyntaxNode } from '@lezer/common';
import { childrenOf, commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';

/**
 * How an expression shows several values: the embedded expressions of a string, the operands of a sum or adjacent
 * strings, the items of a list or a dictionary, or parts of which none can be left out alone.
 */
type Composition = 'holes' | 'sum' | 'items' | 'parts';

/** An expression that shows the values of other expressions. */
export interface Composed {
  readonly how: Composition;
  readonly parts: readonly Part[];
  /** True if a string in place of a part could fail at run time: `"%d" % count`. */
  readonly isStrict?: boolean;
}

export interface Part {
  readonly value: SyntaxNode;
  /** The text that is removed together with the value: its key, its stars, the braces around it. */
  readonly whole: Span;
  /** Written before a string that replaces the whole part, instead of only its value: `key: ` for `{ key }`. */
  readonly key?: string;
}

/**
 * Undefined for an expression that shows a single value. Works with both grammars, because they use the same
 * names.
 */
export function composedOf(text: string, node: SyntaxNode): Composed | undefined {
  switch (node.name) {
    case 'FormatString':
    case 'TemplateString':
      return ofHoles(node);
    case 'ContinuedString':
      return { how: 'sum', parts: expressionsIn(node).map(plainPart) };
    case 'BinaryExpression':
      return ofOperator(text, node);
    case 'ArrayExpression':
    case 'SetExpression':
    case 'DictionaryExpression':
    case 'ObjectExpression':
      return ofItems(text, node, 'items');
    case 'TupleExpression':
      return ofItems(text, node, 'parts');
    case 'ParenthesizedExpression':
      return { how: 'parts', parts: expressionsIn(node).map(plainPart) };
    case 'ConditionalExpression':
      return ofChoice(node);
    case 'CallExpression':
      return ofCall(text, node);
    default:
      return undefined;
  }
}

/** The parts of an expression, and of its parts, that show a single value each. */
export function leavesOf(text: string, node: SyntaxNode): readonly SyntaxNode[] {
  const composed = composedOf(text, node);
  return composed?.parts.flatMap(({ value }) => leavesOf(text, value)) ?? [node];
}

function ofHoles(node: SyntaxNode): Composed {
  const holes = [...node.getChildren('FormatReplacement'), ...node.getChildren('Interpolation')];
  const parts = holes.flatMap((hole) => {
    const value = hole.firstChild?.nextSibling;
    return value ? [{ value, whole: spanOf(hole) }] : [];
  });
  return { how: 'holes', parts };
}

function ofOperator(text: string, node: SyntaxNode): Composed | undefined {
  const [left, operator, right] = expressionsAndOperators(node);
  if (!left || !operator || !right) return undefined;
  const sign = text.slice(operator.from, operator.to);
  if (sign === '+') return { how: 'sum', parts: operandsOf(text, node).map(plainPart) };
  if (sign === '%') return ofPercent(text, left, right);
  if (/^(?:or|and|\|\||&&|\?\?)$/.test(sign)) return { how: 'parts', parts: [left, right].map(plainPart) };
  return undefined;
}

function operandsOf(text: string, sum: SyntaxNode): readonly SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let at = sum;
  while (at.name === 'BinaryExpression') {
    const [left, operator, right] = expressionsAndOperators(at);
    if (!left || !right || !operator || text.slice(operator.from, operator.to) !== '+') break;
    operands.push(right);
    at = left;
  }
  return [at, ...operands.toReversed()];
}

/** `"%s %s" % (a, b)`: only placeholders that accept any value can show a string. */
function ofPercent(text: string, template: SyntaxNode, values: SyntaxNode): Composed {
  const spread = /^(?:Tuple|Dictionary)Expression$/.test(values.name)
    ? ofItems(text, values, 'parts')
    : undefined;
  const kinds = [...text.slice(template.from, template.to).matchAll(percentPlaceholder)];
  const isStrict = kinds.some(({ groups }) => !/[sra%]/.test(groups?.['kind'] ?? ''));
  return { how: 'parts', parts: spread?.parts ?? [plainPart(values)], isStrict };
}

/** A placeholder of `%` in Python, and of `console.log`. */
export const percentPlaceholder = /%(?:\(\w+\))?[#0\- +]*(?:\*|\d+)?(?:\.\d+)?(?<kind>[a-zA-Z%])/g;

function ofItems(text: string, node: SyntaxNode, how: 'items' | 'parts'): Composed {
  const parts = commaGroups(insideBrackets(node)).flatMap((group): readonly Part[] => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last || first.type.isError) return [];
    const whole = { start: first.from, end: last.to };
    if (first.name === 'Property') return propertyPart(text, first, whole);
    return [{ value: last, whole }];
  });
  return { how, parts };
}

function propertyPart(text: string, property: SyntaxNode, whole: Span): readonly Part[] {
  const [first, last] = [property.firstChild, property.lastChild];
  if (!first || !last || last.name === 'Block') return [];
  if (isSpread(last)) return [{ value: last, whole }];
  const isShort = first.to === last.to;
  return [{ value: last, whole, ...(isShort && { key: `${text.slice(first.from, first.to)}: ` }) }];
}

function ofChoice(node: SyntaxNode): Composed {
  const [first, operator, second, , third] = childrenOf(node);
  const chosen = operator?.name === 'if' ? [first, third] : [second, third];
  return { how: 'parts', parts: chosen.flatMap((one) => (one ? [plainPart(one)] : [])) };
}

/** `"{}".format(a)`, `"a".concat(b)`, `" ".join([a, b])`, `JSON.stringify({ a })`. */
function ofCall(text: string, node: SyntaxNode): Composed | undefined {
  const [callee, list] = [node.firstChild, node.lastChild];
  if (!callee || list?.name !== 'ArgList') return undefined;
  const name = /\w*$/.exec(text.slice(callee.from, callee.to))?.[0] ?? '';
  const object = callee.name === 'MemberExpression' ? callee.firstChild : null;
  const isText = object?.name.endsWith('String') === true;
  const given = ofItems(text, list, 'parts').parts;
  if (name === 'format' && object && isText) {
    const isStrict = /\{[^{}]*:[^{}]*[bcdeEfFgGnoxX%]\}/.test(text.slice(object.from, object.to));
    return { how: 'parts', parts: given, isStrict };
  }
  if (name === 'concat' && isText) return { how: 'parts', parts: given };
  const [only, ...others] = given;
  const displayed = name === 'join' && object?.name === 'ArrayExpression' ? object : only?.value;
  const isDisplay = /^(?:Array|Set|Dictionary|Object)Expression$/.test(displayed?.name ?? '');
  const isShown = /^(?:str|repr|dumps|stringify|String|join|dict|list)$/.test(name);
  if (!displayed || !isDisplay || !isShown) return undefined;
  return displayed === object || others.length === 0
    ? { how: 'parts', parts: [plainPart(displayed)] }
    : undefined;
}

function plainPart(value: SyntaxNode): Part {
  return { value, whole: spanOf(value) };
}

function expressionsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !/^(?:[()]|.*Comment)$/.test(name));
}

function expressionsAndOperators(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !name.endsWith('Comment'));
}

/** Whether the items of an expression are spread: `*a`, `**a`, `...a`. */
export function isSpread({ prevSibling }: SyntaxNode): boolean {
  return /^(?:\*{1,2}|Spread)$/.test(prevSibling?.name ?? '');
}

export function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}
