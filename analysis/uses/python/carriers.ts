import type { SyntaxNode } from '@lezer/common';
import { isComprehension } from '../../flow/python/binding.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { isCredentialField } from '../../model/credential-field.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import {
  argumentsOf,
  attributeOf,
  callAround,
  callOf,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';
import { isTextUse } from './text-uses.ts';

/** Methods whose result contains the string or dictionary that they are called on. */
const keeping =
  /^(?:[lr]?strip|encode|decode|lower|upper|remove(?:pre|suf)fix|r?split|splitlines|copy|items|values)$/;
/** Functions whose result contains their argument or its elements. */
const containing =
  /^(?:str|bytes|dict|list|tuple|set|frozenset|sorted|reversed|iter|enumerate|json\.dumps|copy\.(?:deep)?copy)$|\.join$/;

/** Returns the outermost expression that is or contains the value of `place`. */
export function carrierAround(file: PythonFile, place: SyntaxNode): SyntaxNode {
  let outer = place;
  for (let next = carrierOf(file, outer); next !== undefined; next = carrierOf(file, outer)) outer = next;
  return outer;
}

/** Returns the expression around `node` that is or contains its value, if there is one. */
function carrierOf(file: PythonFile, node: SyntaxNode): SyntaxNode | undefined {
  return sameValueAround(node) ?? madeWith(file, node);
}

/**
 * Returns the expression around `node` that may have the same value as `node`: parentheses, a ternary or
 * `or`.
 */
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

/** Returns the string or collection that is made with `node`: `f"Bearer {x}"`, `{"key": x}`, `x.strip()`. */
function madeWith(file: PythonFile, node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'FormatReplacement':
      // `f"{x:.4}"` shows only four letters.
      return parent.getChild('FormatSpec') === null ? (parent.parent ?? undefined) : undefined;
    case 'ContinuedString':
      return parent;
    case 'ArrayExpression':
    case 'DictionaryExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return isClosed(parent) && node.nextSibling?.name !== ':' ? parent : undefined;
    case 'BinaryExpression':
      return isAdded(file.module, parent) || isTextUse(file, node) ? parent : undefined;
    case 'ArgList':
      return callWith(file, parent, node);
    case 'MemberExpression':
      return isSameNode(parent.firstChild, node) ? readFrom(file.module, parent) : undefined;
    default:
      return isCollected(parent, node) ? parent : undefined;
  }
}

/** Without its last bracket, a collection takes in the code below it. */
function isClosed(collection: SyntaxNode): boolean {
  return collection.name === 'TupleExpression' || /^[\])}]$/.test(collection.lastChild?.name ?? '');
}

function isAdded(module: PythonModule, binary: SyntaxNode): boolean {
  const operator = binary.getChild('ArithOp') ?? binary.getChild('BitOp');
  return operator !== null && /^[+|]$/.test(module.textOf(operator));
}

/** `json.dumps(x)`, `"Bearer {}".format(x)`. */
function callWith(file: PythonFile, list: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  const call = list.parent;
  const callee = call === null ? undefined : callOf(call)?.callee;
  if (call === null || callee === undefined || !isClosed(list)) return undefined;
  const isIn =
    containing.test(file.module.textOf(callee)) && (!isComprehension(list) || isCollected(list, node));
  return isIn || isTextUse(file, node) ? call : undefined;
}

/** Whether `node` is what a comprehension collects. If it has a condition, it may exclude any item. */
function isCollected(comprehension: SyntaxNode, node: SyntaxNode): boolean {
  return (
    isComprehension(comprehension) &&
    node.nextSibling?.name === 'for' &&
    comprehension.getChild('if') === null
  );
}

/**
 * `x["client_secret"]`, `x.get("client_secret")`, `x.strip()`. Other fields, such as `base_url`, are public.
 */
function readFrom({ text }: PythonModule, member: SyntaxNode): SyntaxNode | undefined {
  const index = subscriptOf(member)?.index;
  if (index !== undefined) return isCredential(text, index) ? member : undefined;
  const method = attributeOf(member)?.property;
  const call = callAround(member);
  const list = call && callOf(call)?.list;
  if (method === undefined || list === undefined) return undefined;
  const name = text.slice(method.from, method.to);
  const [key] = argumentsOf(text, list);
  const isField = /^(?:get|pop)$/.test(name) && key?.value !== undefined && isCredential(text, key.value);
  return isField || keeping.test(name) ? call : undefined;
}

function isCredential(text: string, key: SyntaxNode): boolean {
  return isCredentialField(stringValue(text, key) ?? '');
}
