import type { SyntaxNode } from '@lezer/common';
import type { SecretReference } from '../../model/reference.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { HeldNode } from '../held-value.ts';

/** By their names, `isString(x)`, `_.isObject(x)` and `Array.isArray(x)` also count as checks. */
const tests =
  /\btypeof\b\s*(?=[\w$(])|\b(?:is[A-Z]\w*|assert\w*|parse|safeParse)\s*\(\s*(?=[\w$(])|\binstanceof\b|\.constructor\b/g;

/**
 * Returns the secrets for which code checks somewhere whether they are a string or an object. Uses the syntax
 * alone, so the result may contain too many.
 */
export function testedKinds(
  { text, tree }: JavaScriptModule,
  held: readonly HeldNode[],
): ReadonlySet<SecretReference> {
  const byPlace = new Map(held.map(({ node, reads }) => [`${node.from}:${node.to}`, reads]));
  const found = new Set<SecretReference>();
  for (const match of text.matchAll(tests)) {
    const isAfter = match[0].startsWith('instanceof') || match[0].startsWith('.');
    const at = isAfter ? endBefore(text, match.index) : match.index + match[0].length;
    if (isJson(text, match)) continue;
    const tested = wholeExpression(tree.resolveInner(at, isAfter ? -1 : 1), isAfter);
    for (const read of byPlace.get(`${tested.from}:${tested.to}`) ?? []) found.add(read);
  }
  return found;
}

/** `JSON.parse(x)` is not a check, because it requires a string. */
function isJson(text: string, { index, 0: word }: RegExpExecArray): boolean {
  return word.startsWith('parse') && text.slice(Math.max(0, index - 5), index) === 'JSON.';
}

/** Returns the largest expression that starts, or ends, where `node` does. */
function wholeExpression(node: SyntaxNode, isAfter: boolean): SyntaxNode {
  let whole = node;
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    const isEnd = /^(?:ArgList|BinaryExpression|Script)$|Statement$/.test(outer.name);
    if (isEnd || (isAfter ? outer.to !== node.to : outer.from !== node.from)) return whole;
    whole = outer;
  }
  return whole;
}

/** Returns the end of the code before `offset`, ignoring white space. */
function endBefore(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}
