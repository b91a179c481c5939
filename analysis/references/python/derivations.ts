import type { SyntaxNode } from '@lezer/common';
import type { FoundDerivation, WrittenName } from '../../model/derivation.ts';
import { derivationsOf } from '../../flow/python/derive.ts';
import { writtenElsewhere } from '../../flow/python/writing.ts';
import type { SecretReference } from '../../model/reference.ts';
import type { PythonFile } from './python-file.ts';

/** How the names of a reference were found. */
export function pythonDerivations(file: PythonFile, { span }: SecretReference): readonly FoundDerivation[] {
  return derivationsOf(file.origins, expressionAt(file, span));
}

/** Where the names of a reference are written if not in the reference itself. */
export function pythonWrittenNames(file: PythonFile, { span }: SecretReference): readonly WrittenName[] {
  return writtenElsewhere(file.origins, expressionAt(file, span));
}

/** The whole expression that names the secret; the span of a literal excludes its quotes. */
function expressionAt(file: PythonFile, span: SecretReference['span']): SyntaxNode {
  let node: SyntaxNode = file.module.tree.resolveInner(span.start, 1);
  if (node.name === 'Escape' && node.parent !== null) node = node.parent;
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.from < span.start || parent.to > span.end || parent.name === 'Script') return node;
    node = parent;
  }
  return node;
}
