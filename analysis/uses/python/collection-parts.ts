import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/python/possible-names.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { attributeOf, callOf, childrenOf, commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';
import { isCredentialField } from '../credential-field.ts';
import { bindingAt, pathInTarget } from '../../flow/python/binding.ts';
import { iterablesOf } from '../../flow/python/loop-items.ts';

/** An expression whose value is part of another expression. */
export interface ValuePart {
  readonly part: SyntaxNode;
  /**
   * If set, only this part is included: the elements that iteration yields, or the values under these keys.
   */
  readonly only?: 'elements' | readonly string[];
}

export function plain(nodes: readonly SyntaxNode[]): readonly ValuePart[] {
  return nodes.map((part) => ({ part }));
}

/** Returns the elements for `*x`, and the entire value for `**x` and all other expressions. */
export function partOfGroup(group: readonly SyntaxNode[]): readonly ValuePart[] {
  const part = group.at(-1);
  if (part === undefined) return [];
  return group[0]?.name === '*' ? [{ part, only: 'elements' }] : [{ part }];
}

/**
 * Includes only fields with a known name, and only if one of them is a credential, because fields such as
 * `base_url` are public.
 */
export function entryOf(file: PythonFile, part: SyntaxNode, key: SyntaxNode): readonly ValuePart[] {
  const written = stringValue(file.module.text, key);
  const names = written === undefined ? possibleNames(file.origins, key) : [written];
  return names?.some(isCredentialField) === true ? [{ part, only: names }] : [];
}

/** Returns the values of a dictionary literal. Entries after `**x` may overwrite fields of `x`. */
export function dictionaryParts(node: SyntaxNode): readonly ValuePart[] {
  const groups = commaGroups(insideBrackets(node));
  return groups.flatMap((group, position) => {
    const part = group.at(-1);
    const isReplaced = group[0]?.name === '**' && position < groups.length - 1;
    return isReplaced || part === undefined ? [] : [{ part }];
  });
}

/** Returns the values under `keys` in a dictionary literal. */
export function dictionaryEntries(
  { module }: PythonFile,
  node: SyntaxNode,
  keys: readonly string[],
): readonly ValuePart[] {
  const entries = new Map<string, SyntaxNode>();
  for (const [key, colon, value] of commaGroups(insideBrackets(node))) {
    const name = key && colon?.name === ':' ? stringValue(module.text, key) : undefined;
    // An unknown key may be any of the keys.
    if (name === undefined || value === undefined) return [];
    entries.set(name, value);
  }
  return keys.flatMap((key) => {
    const part = entries.get(key);
    return part === undefined ? [] : [{ part }];
  });
}

/** Returns what a comprehension collects. If it has a condition, it is unknown which items are excluded. */
export function comprehensionParts(node: SyntaxNode): readonly ValuePart[] {
  if (node.getChild('if') !== null) return [];
  const collected = node.getChild('for')?.prevSibling;
  return collected === null || collected === undefined ? [] : plain([collected]);
}

/**
 * Returns what a loop variable contains. In `for name, value in x.items()`, only `value` shows more than
 * names.
 */
export function loopParts(file: PythonFile, name: SyntaxNode): readonly ValuePart[] {
  const binding = bindingAt(file.module.text, name);
  if (binding?.kind !== 'loop' && binding?.kind !== 'comprehension') return [];
  const iterable = onlyIterable(binding.owner, name);
  const path = pathInTarget(binding);
  if (iterable === undefined || path === undefined || isChoosing(file, binding.owner)) return [];
  if (path.length === 0) return [{ part: iterable, only: 'elements' }];
  const items = path.length === 1 && path[0] === 1 ? itemsOf(file, iterable) : undefined;
  return items === undefined ? [] : plain([items]);
}

function onlyIterable(owner: SyntaxNode, name: SyntaxNode): SyntaxNode | undefined {
  if (owner.name === 'ForStatement') {
    const [only, other] = iterablesOf(owner) ?? [];
    return other === undefined ? only : undefined;
  }
  const nodes = childrenOf(owner).filter(({ from }) => from >= name.to);
  return nodes[nodes.findIndex((node) => node.name === 'in') + 1];
}

/** A loop that checks its items may exclude the secret ones. */
function isChoosing({ module }: PythonFile, owner: SyntaxNode): boolean {
  const body = owner.name === 'ForStatement' ? owner.getChild('Body') : null;
  if (body === null) return owner.getChild('if') !== null;
  return /\b(?:if|continue|break|match|while|try)\b/.test(module.textOf(body));
}

/** Returns `x` in `x.items()`. */
function itemsOf({ module }: PythonFile, iterable: SyntaxNode): SyntaxNode | undefined {
  const callee = callOf(iterable)?.callee;
  const method = callee && attributeOf(callee);
  return method !== undefined && module.textOf(method.property) === 'items' ? method.object : undefined;
}
