import type { SyntaxNode } from '@lezer/common';
import { keyNames } from './collection-origins.ts';
import { argumentsOf } from './functions.ts';
import { type OriginFinder, type FlowPlace, placeOf, stepTo } from './origin.ts';
import { stringValue, unescaped } from '../../languages/javascript/strings.ts';
import { keyOf, unwrapped } from '../../languages/javascript/syntax.ts';

/** What a name may be: texts, with `*` for each part that is known only at run time. */
export interface PossibleNames {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

/** One text that an expression may be, and how it came about. */
export interface PossibleText {
  /** The parts that are known; between two of them stands one that is not. One empty pair: nothing is known. */
  readonly parts: readonly string[];
  /** Where the text is made, or what could not be followed. */
  readonly origin: FlowPlace;
  /** The texts that were put into it. */
  readonly inner: readonly PossibleText[];
}

/** Undefined when it cannot be told: the name is chosen at run time. */
export function possibleNames(finder: OriginFinder, expression: SyntaxNode): PossibleNames | undefined {
  const texts = possibleTexts(finder, expression);
  if (texts.length === 0 || texts.length > maximumTexts || !texts.every(isTelling)) return undefined;
  const names = texts.filter(({ parts }) => parts.length === 1).map(joined);
  const patterns = texts.filter(({ parts }) => parts.length > 1).map(joined);
  return { names: sorted(names), patterns: sorted(patterns) };
}

export function possibleTexts(finder: OriginFinder, expression: SyntaxNode): readonly PossibleText[] {
  return textsOf(placeOf(finder, expression), 0);
}

/** Of an expression that was met on the way from another. */
export function possibleTextsAt(place: FlowPlace): readonly PossibleText[] {
  return textsOf(place, 1);
}

/** Some of it is known. */
export function isTelling({ parts }: PossibleText): boolean {
  return parts.length === 1 || /[^*]/.test(parts.join(''));
}

export function joined({ parts }: PossibleText): string {
  return parts.join('*').replaceAll(/\*{2,}/g, '*');
}

const maximumSteps = 8;
const maximumTexts = 100;

function textsOf(start: FlowPlace, steps: number): readonly PossibleText[] {
  if (steps > maximumSteps) return [unknown(start)];
  const { finder, node } = start;
  const isPlain = start.frame === undefined && start.keys.length === 0;
  const origins = isPlain && steps === 0 ? finder.of(node) : finder.follow(start);
  return origins.length > maximumTexts
    ? [unknown(start)]
    : origins.flatMap((origin) => textsMadeAt(origin, steps + 1));
}

function unknown(origin: FlowPlace): PossibleText {
  return { parts: ['', ''], origin, inner: [] };
}

function textsMadeAt(origin: FlowPlace, steps: number): readonly PossibleText[] {
  const { node, keys, finder } = origin;
  if (keys[0] === keyNames && keys.length === 1) return [nameOfProperty(origin)];
  if (keys.length > 0) return [unknown(origin)];
  const literal = stringValue(finder.module.text, node);
  if (literal !== undefined) return [{ parts: [literal], origin, inner: [] }];
  switch (node.name) {
    case 'TemplateString':
      return textsOfTemplate(origin, steps);
    case 'BinaryExpression':
      return textsOfSum(origin, steps);
    case 'CallExpression':
      return textsOfMethod(origin, steps);
    default:
      return [unknown(origin)];
  }
}

function nameOfProperty(origin: FlowPlace): PossibleText {
  const { node, finder } = origin;
  const { text } = finder.module;
  const name = node.name === 'String' ? stringValue(text, node) : text.slice(node.from, node.to);
  return name === undefined ? unknown(origin) : { parts: [name], origin, inner: [] };
}

function textsOfTemplate(origin: FlowPlace, steps: number): readonly PossibleText[] {
  const { node, finder } = origin;
  const { text } = finder.module;
  let texts: readonly PossibleText[] = [{ parts: [''], origin, inner: [] }];
  let at = node.from + 1;
  for (const hole of node.getChildren('Interpolation')) {
    const before = unescaped(text.slice(at, hole.from));
    const inside = hole.firstChild?.nextSibling;
    if (before === undefined || !inside) return [unknown(origin)];
    texts = product(origin, written(texts, before), textsOf(stepTo(origin, inside), steps));
    at = hole.to;
  }
  const isClosed = text.charAt(node.to - 1) === '`' && node.to > at;
  const rest = isClosed ? unescaped(text.slice(at, node.to - 1)) : undefined;
  return rest === undefined ? [unknown(origin)] : written(texts, rest);
}

/** Neither side a text: a sum, for all we know. */
function textsOfSum(origin: FlowPlace, steps: number): readonly PossibleText[] {
  const { node, finder } = origin;
  const operator = node.getChild('ArithOp');
  const [left, right] = [node.firstChild, node.lastChild];
  if (operator === null || finder.module.textOf(operator) !== '+' || !left || !right)
    return [unknown(origin)];
  const before = textsOf(stepTo(origin, left), steps);
  const after = textsOf(stepTo(origin, right), steps);
  const isText = [...before, ...after].some(isTelling);
  const start: PossibleText = { parts: [''], origin, inner: [] };
  return isText ? product(origin, product(origin, [start], before), after) : [unknown(origin)];
}

/** `name.toLowerCase()` and `["a", region].join("_")`. */
function textsOfMethod(origin: FlowPlace, steps: number): readonly PossibleText[] {
  const { node, finder } = origin;
  const callee = node.firstChild && unwrapped(node.firstChild);
  const list = node.getChild('ArgList');
  if (callee?.name !== 'MemberExpression' || callee.firstChild === null || list === null)
    return [unknown(origin)];
  const object = stepTo(origin, callee.firstChild);
  switch (keyOf(callee, finder.module.text) ?? '') {
    case 'toLowerCase':
      return changed(origin, object, steps, (text) => text.toLowerCase());
    case 'toUpperCase':
      return changed(origin, object, steps, (text) => text.toUpperCase());
    case 'trim':
    case 'toString':
      return changed(origin, object, steps, (text) => text);
    case 'join':
      return textsOfJoin(origin, callee.firstChild, list, steps);
    default:
      return [unknown(origin)];
  }
}

function changed(
  origin: FlowPlace,
  object: FlowPlace,
  steps: number,
  change: (text: string) => string,
): readonly PossibleText[] {
  const texts = textsOf(object, steps);
  if (!texts.every(isTelling)) return [unknown(origin)];
  return texts.map((one) => ({ parts: one.parts.map(change), origin, inner: [one] }));
}

function textsOfJoin(
  origin: FlowPlace,
  array: SyntaxNode,
  list: SyntaxNode,
  steps: number,
): readonly PossibleText[] {
  const separator = argumentsOf(list)?.[0];
  const between = separator && stringValue(origin.finder.module.text, unwrapped(separator));
  const node = unwrapped(array);
  const items =
    node.name === 'ArrayExpression'
      ? argumentsOf(node)?.filter(({ name }) => !/^[[\]]$/.test(name))
      : undefined;
  if (between === undefined || items === undefined) return [unknown(origin)];
  let texts: readonly PossibleText[] = [{ parts: [''], origin, inner: [] }];
  for (const [position, item] of items.entries()) {
    if (position > 0) texts = written(texts, between);
    texts = product(origin, texts, textsOf(stepTo(origin, item), steps));
  }
  return texts;
}

function written(texts: readonly PossibleText[], text: string): readonly PossibleText[] {
  return texts.map((one) => ({ ...one, parts: concatenated(one.parts, [text]) }));
}

function product(
  origin: FlowPlace,
  left: readonly PossibleText[],
  right: readonly PossibleText[],
): readonly PossibleText[] {
  if (left.length * right.length > maximumTexts) return [unknown(origin)];
  return left.flatMap((before) =>
    right.map((after) => ({
      parts: concatenated(before.parts, after.parts),
      origin,
      inner: [...before.inner, after],
    })),
  );
}

function concatenated(before: readonly string[], after: readonly string[]): readonly string[] {
  const seam = `${before.at(-1) ?? ''}${after[0] ?? ''}`;
  return [...before.slice(0, -1), seam, ...after.slice(1)];
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
