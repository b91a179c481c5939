import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/possible-names.ts';
import { argumentsOf } from '../../languages/python/arguments.ts';
import type { PythonFile } from '../../languages/python/python-file.ts';
import { stringValue } from '../../languages/python/strings.ts';
import {
  attributeOf,
  callOf,
  childrenOf,
  commaGroups,
  insideBrackets,
  isSameNode,
  subscriptOf,
} from '../../languages/python/syntax.ts';
import { isHarmlessField } from '../harmless-field.ts';

/** An expression whose value stands in another one. */
export interface Part {
  readonly part: SyntaxNode;
  /** Only if `part` is the secret as it was read: of a dictionary of other things, one entry says nothing. */
  readonly ofSecret: boolean;
}

/** `f"Bearer {x}"` carries `x`, `{"key": x}` and `json.dumps(x)` do, `len(x)` and `x is None` do not. */
export function partsOf(file: PythonFile, node: SyntaxNode): readonly Part[] {
  switch (node.name) {
    case 'FormatString':
      return plain(replacements(file, node));
    case 'ContinuedString':
      return plain(childrenOf(node));
    case 'BinaryExpression':
      return plain(operands(file, node));
    case 'DictionaryExpression':
      return plain(dictionaryValues(node));
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return plain(commaGroups(insideBrackets(node)).flatMap((group) => group.at(-1) ?? []));
    case 'CallExpression':
      return partsOfCall(file, node);
    case 'MemberExpression':
      return partsOfSubscript(file, node);
    default:
      return [];
  }
}

function plain(nodes: readonly SyntaxNode[]): readonly Part[] {
  return nodes.map((part) => ({ part, ofSecret: false }));
}

/** `{x:.4}` shows four letters only. */
function replacements({ module }: PythonFile, node: SyntaxNode): readonly SyntaxNode[] {
  return node.getChildren('FormatReplacement').flatMap((replacement) => {
    const format = replacement.getChild('FormatSpec');
    const isCut = format !== null && /\.\d/.test(module.textOf(format));
    const value = replacement.firstChild?.nextSibling;
    return isCut || value === null || value === undefined ? [] : [value];
  });
}

function operands({ module }: PythonFile, node: SyntaxNode): readonly SyntaxNode[] {
  const operator = node.getChild('ArithOp');
  if (operator === null || !/^[+%]$/.test(module.textOf(operator))) return [];
  return [node.firstChild, node.lastChild].filter((side) => side !== null);
}

/** What follows `**x` may take the place of its fields: `{**x, "client_secret": "***"}`. */
function dictionaryValues(node: SyntaxNode): readonly SyntaxNode[] {
  const groups = commaGroups(insideBrackets(node));
  return groups.flatMap((group, position) => {
    const isReplaced = group[0]?.name === '**' && position < groups.length - 1;
    return isReplaced ? [] : (group.at(-1) ?? []);
  });
}

/** Methods whose result shows the text or the dictionary that they are called on. */
const showing = new Set(
  (
    'strip lstrip rstrip encode decode lower upper title capitalize casefold swapcase replace removeprefix ' +
    'removesuffix split rsplit splitlines partition rpartition ljust rjust center zfill expandtabs ' +
    'format copy items values'
  ).split(' '),
);
const showingFunctions = new Set([
  'str',
  'repr',
  'ascii',
  'dict',
  'bytes',
  'json.dumps',
  'copy.copy',
  'copy.deepcopy',
]);

function partsOfCall(file: PythonFile, node: SyntaxNode): readonly Part[] {
  const { module } = file;
  const call = callOf(node);
  if (call === undefined) return [];
  const given = argumentsOf(module.text, call.list).flatMap(({ value }) => value ?? []);
  if (showingFunctions.has(module.textOf(call.callee))) return plain(given.slice(0, 1));
  const method = attributeOf(call.callee);
  if (method === undefined) return [];
  const name = module.textOf(method.property);
  if (name === 'get' || name === 'pop') return entry(file, method.object, given[0]);
  if (name === 'join') return plain(given);
  if (!showing.has(name)) return [];
  return plain(name === 'format' ? [method.object, ...given] : [method.object]);
}

function partsOfSubscript(file: PythonFile, node: SyntaxNode): readonly Part[] {
  const subscript = subscriptOf(node);
  if (subscript === undefined) return [];
  if (subscript.index !== undefined) return entry(file, subscript.object, subscript.index);
  return isShortSlice(file, node) ? [] : plain([subscript.object]);
}

/** Only a field with a known name, and not one that everybody may see anyway (`base_url`). */
function entry(file: PythonFile, part: SyntaxNode, key: SyntaxNode | undefined): readonly Part[] {
  const written = key && stringValue(file.module.text, key);
  const names = written === undefined ? key && possibleNames(file.origins, key) : [written];
  if (names === undefined) return [];
  return names.every(isHarmlessField) ? [] : [{ part, ofSecret: true }];
}

/** `x[:4]` and `x[-4:]`: people show so much, to tell one key from another. What is not a number may be as short. */
function isShortSlice({ module }: PythonFile, node: SyntaxNode): boolean {
  const text = module.textOf(node).replaceAll(/\s/g, '');
  const bounds = /\[(\d*):(\d*)\]$/.exec(text);
  if (bounds === null) return true;
  const [, from, to] = bounds;
  if (to === '') return false;
  return Number(to) - Number(from) <= maximumShown;
}

const maximumShown = 8;

/** The expression around `node` that is or carries its value, if there is one. */
export function carrierOf(file: PythonFile, node: SyntaxNode): SyntaxNode | undefined {
  const same = sameValueAround(node);
  if (same !== undefined) return same;
  const outer = carrierCandidate(node);
  if (outer === undefined || isKey(file, node)) return undefined;
  const isPart = partsOf(file, outer).some(({ part }) => isSameNode(part, node));
  return isPart ? outer : undefined;
}

/** An argument of `get` and `pop`, be it that of a dictionary or of `requests`: what comes back is another thing. */
function isKey({ module }: PythonFile, node: SyntaxNode): boolean {
  const callee = node.parent?.name === 'ArgList' ? node.parent.parent?.firstChild : null;
  const method = callee ? attributeOf(callee) : undefined;
  return method !== undefined && /^(?:get|pop)$/.test(module.textOf(method.property));
}

/** The expression around `node` whose value may be that of `node` itself: brackets, a ternary, `or`. */
export function sameValueAround(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return parent;
    case 'NamedExpression':
      return node.nextSibling === null ? parent : undefined;
    case 'ConditionalExpression':
      return node.prevSibling === null || node.nextSibling === null ? parent : undefined;
    case 'BinaryExpression':
      if (parent.getChild('or') !== null) return parent;
      return parent.getChild('and') !== null && node.nextSibling === null ? parent : undefined;
    default:
      return undefined;
  }
}

function carrierCandidate(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'ArgList':
    case 'FormatReplacement':
      return parent.parent ?? undefined;
    case 'MemberExpression':
      return parent.parent?.name === 'CallExpression' && attributeOf(parent) !== undefined
        ? parent.parent
        : parent;
    default:
      return parent;
  }
}
