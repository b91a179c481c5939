import type { SyntaxNode, Tree } from '@lezer/common';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { DerivationStep, FoundDerivation } from '../model/reference.ts';
import { inEnglish, type Sentence } from '../../contracts/words.ts';

/** Returns the entire expression that names a secret. The span of a literal excludes its quotes. */
export function expressionAt(tree: Tree, span: Span): SyntaxNode {
  let node: SyntaxNode = tree.resolveInner(span.start, 1);
  if (node.name === 'Escape' && node.parent !== null) node = node.parent;
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.from < span.start || parent.to > span.end || parent.name === 'Script') return node;
    node = parent;
  }
  return node;
}

export function stepAt(
  file: Pick<ParsedFile, 'text' | 'uri' | 'rangeOf'>,
  { from, to }: SyntaxNode,
  said: Sentence,
): DerivationStep<Sentence> {
  return {
    sentence: said,
    place: { uri: file.uri, range: file.rangeOf({ start: from, end: to }) },
    code: oneLine(file.text.slice(from, to)),
  };
}

/** Sorts the names first, then the patterns, then what could not be followed. Each group is sorted too. */
export function inOrder(derivations: readonly FoundDerivation[]): readonly FoundDerivation[] {
  return derivations
    .map((one) => ({ one, key: `${kinds.indexOf(one.kind)}${inEnglish(one.text)}` }))
    .toSorted((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)))
    .map(({ one }) => one);
}

const kinds = ['name', 'pattern', 'unknown'];
const maximumCode = 80;

/** Returns the code of a node for use in a sentence. */
export function quoted(module: { textOf(node: SyntaxNode): string }, node: SyntaxNode): string {
  return `\`${oneLine(module.textOf(node))}\``;
}

/** Shortens the code to one line. */
export function oneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim();
  return line.length > maximumCode ? `${line.slice(0, maximumCode - 1)}…` : line;
}
