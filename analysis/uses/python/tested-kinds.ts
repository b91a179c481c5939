import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python-module.ts';
import type { SecretReference } from '../../reference.ts';
import type { Span } from '../../source/span.ts';
import type { SecretValues } from './secret-values.ts';

const tests =
  /\b(?:isinstance|issubclass|type|hasattr|getattr|callable)\s*\(\s*(?=[\w(])|^[ \t]*match[ \t]+(?=[\w(])|(?<=\S)\.__class__\b/gm;

/** Secrets whose code asks somewhere whether it got a text or a dictionary. */
export function testedKinds(values: SecretValues, within: readonly Span[]): ReadonlySet<SecretReference> {
  const found = new Set<SecretReference>();
  for (const expression of testedExpressions(values.file.module, within))
    for (const read of values.mayHold(expression)) found.add(read);
  return found;
}

function* testedExpressions({ text, tree }: PythonModule, within: readonly Span[]): Generator<SyntaxNode> {
  for (const { start, end } of within) {
    for (const { index, 0: match } of text.slice(start, end).matchAll(tests)) {
      const at = start + index;
      const tested = match.startsWith('.')
        ? tree.resolveInner(at, -1)
        : wholeExpression(tree.resolveInner(at + match.length, 1));
      yield tested.name === 'PropertyName' ? (tested.parent ?? tested) : tested;
    }
  }
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
