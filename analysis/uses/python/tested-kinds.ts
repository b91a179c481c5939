import type { SyntaxNode } from '@lezer/common';
import type { SecretReference } from '../../reference.ts';
import type { SecretValues } from './secret-values.ts';

const tests =
  /\b(?:isinstance|issubclass|type|hasattr|getattr|callable)\s*\(\s*(?=[\w(])|^[ \t]*match[ \t]+(?=[\w(])|(?<=\S)\.__class__\b/gm;

/** Secrets whose code asks somewhere whether it got a text or a dictionary. */
export function testedKinds(values: SecretValues): ReadonlySet<SecretReference> {
  const { text, tree } = values.file.module;
  const found = new Set<SecretReference>();
  for (const match of text.matchAll(tests)) {
    const isClass = match[0].startsWith('.');
    const end = match.index + match[0].length;
    const tested = isClass ? tree.resolveInner(match.index, -1) : wholeExpression(tree.resolveInner(end, 1));
    const expression = tested.name === 'PropertyName' ? (tested.parent ?? tested) : tested;
    for (const read of values.mayHold(expression)) found.add(read);
  }
  return found;
}

/** The argument, or what `match` is about, that starts with `node`. */
function wholeExpression(node: SyntaxNode): SyntaxNode {
  let whole = node;
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ArgList' || outer.name === 'MatchStatement' || outer.name.endsWith('Statement'))
      return whole;
    if (outer.from !== node.from) return whole;
    whole = outer;
  }
  return whole;
}
