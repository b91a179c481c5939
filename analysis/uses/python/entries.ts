import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/python/possible-names.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';
import { isCredentialField } from '../credential-field.ts';
import type { ValuePart } from './part.ts';

/** Only fields with a known name, and only if one of them is a credential: `base_url` is public. */
export function entryOf(file: PythonFile, part: SyntaxNode, key: SyntaxNode): readonly ValuePart[] {
  const written = stringValue(file.module.text, key);
  const names = written === undefined ? possibleNames(file.origins, key) : [written];
  return names?.some(isCredentialField) === true ? [{ part, only: names }] : [];
}

/** The values of a dictionary literal. Entries after `**x` may overwrite a field of `x`. */
export function dictionaryParts(node: SyntaxNode): readonly ValuePart[] {
  const groups = commaGroups(insideBrackets(node));
  return groups.flatMap((group, position) => {
    const part = group.at(-1);
    const isReplaced = group[0]?.name === '**' && position < groups.length - 1;
    return isReplaced || part === undefined ? [] : [{ part }];
  });
}

/** The values under `keys` in a dictionary literal. */
export function dictionaryEntries(
  { module }: PythonFile,
  node: SyntaxNode,
  keys: readonly string[],
): readonly ValuePart[] {
  const entries = new Map<string, SyntaxNode>();
  for (const [key, colon, value] of commaGroups(insideBrackets(node))) {
    const name = key && colon?.name === ':' ? stringValue(module.text, key) : undefined;
    // An unknown key may be any of them.
    if (name === undefined || value === undefined) return [];
    entries.set(name, value);
  }
  return keys.flatMap((key) => {
    const part = entries.get(key);
    return part === undefined ? [] : [{ part }];
  });
}
