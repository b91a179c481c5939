import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/python/possible-names.ts';
import { isComprehension } from '../../flow/python/binding.ts';
import { argumentsOf, attributeOf, callOf } from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { comprehensionParts, entryOf, plain, type ValuePart } from './collection-parts.ts';
import { partsOfFormat, partsOfFormatMap } from './template-parts.ts';

/** Methods whose result contains the string or dictionary that they are called on. */
const showing = new Set(
  (
    'strip lstrip rstrip encode decode lower upper title capitalize casefold swapcase ljust rjust center zfill ' +
    'expandtabs copy items values splitlines'
  ).split(' '),
);
/**
 * Like `showing`, but these methods may remove their arguments from the result: `url.replace(key, "***")`.
 */
const taking = new Set('replace split rsplit partition rpartition removeprefix removesuffix'.split(' '));
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
/** Calls whose result contains the elements of their argument. For a dictionary, these are its keys. */
const collects = /\.join$|^(?:list|tuple|set|frozenset|sorted)$/;
export const sameElements =
  /^(?:list|tuple|set|frozenset|sorted|reversed|iter|enumerate|deque|collections\.deque)$/;

export function partsOfCall(file: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  const { module } = file;
  const call = callOf(node);
  if (call === undefined) return [];
  const callee = module.textOf(call.callee);
  if (isComprehension(call.list)) return collects.test(callee) ? comprehensionParts(call.list) : [];
  const [first] = argumentsOf(module.text, call.list).map(({ value }) => value);
  if (showingFunctions.has(callee)) return first === undefined ? [] : [{ part: first }];
  if (sameElements.test(callee)) return first === undefined ? [] : [{ part: first, only: 'elements' }];
  const method = attributeOf(call.callee);
  return method === undefined
    ? []
    : partsOfMethod(file, method.object, module.textOf(method.property), call.list);
}

function partsOfMethod(
  file: PythonFile,
  object: SyntaxNode,
  name: string,
  list: SyntaxNode,
): readonly ValuePart[] {
  const [first] = argumentsOf(file.module.text, list).map(({ value }) => value);
  if (showing.has(name)) return plain([object]);
  if (taking.has(name)) return first === undefined || isKnown(file, first) ? plain([object]) : [];
  if (name === 'format') return partsOfFormat(file, object, list);
  if (first === undefined) return [];
  if (name === 'get' || name === 'pop') return entryOf(file, object, first);
  if (name === 'join') return [{ part: first, only: 'elements' }];
  return name === 'format_map' ? partsOfFormatMap(file, object, first) : [];
}

/** An unknown string may be the secret, or most of it. */
function isKnown(file: PythonFile, text: SyntaxNode): boolean {
  return text.name === 'None' || possibleNames(file.origins, text) !== undefined;
}
