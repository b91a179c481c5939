import type { SyntaxNode } from '@lezer/common';
import type { Origin } from '../../flow/python/origin.ts';
import { possibleTexts } from '../../flow/python/possible-names.ts';
import { hasUnknownPart } from '../../flow/python/possible-text.ts';
import { firstArgument } from '../../syntax/python/arguments.ts';
import type { PythonFile } from './python-file.ts';
import { callOf } from '../../syntax/python/syntax.ts';

/**
 * Names of the secrets whose value an expression may be, wherever in the project they are read; empty if it
 * may be something else, or if a name is not known.
 */
export function heldNames(file: PythonFile, expression: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const origin of file.origins.of(expression)) {
    if (isEmpty(origin)) continue;
    const read = namesReadBy(file, origin);
    if (read.length === 0) return [];
    for (const name of read) names.add(name);
  }
  return [...names];
}

/** For a helper that takes the name, the name that this particular call passes. */
function namesReadBy(file: PythonFile, { node, frame, finder }: Origin): readonly string[] {
  const call = callOf(node);
  if (call === undefined || !file.isAgentRead(node, finder)) return [];
  const argument = firstArgument(finder.module.text, call.list, ['secret_name', 'name'])?.value;
  const texts = argument === undefined ? [] : possibleTexts(finder, argument, frame);
  return texts.some(hasUnknownPart) ? [] : texts.map(({ text }) => text);
}

/** `get_secret("x") or {}` still contains the secret. */
function isEmpty({ node, finder }: Origin): boolean {
  return /^(?:None|\{\s*\}|""|'')$/.test(finder.module.textOf(node));
}
