import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import type { Surroundings } from '../../source/language.ts';

/** Returns the innermost named function. An unnamed function counts as part of the enclosing code. */
export function javaScriptSurroundings(file: SourceFile, at: number): Surroundings {
  let node: SyntaxNode | null = file.tree.resolveInner(at, 1);
  for (; node !== null; node = node.parent) {
    const name = functionName(node);
    if (name !== null) return { functionName: { start: name.from, end: name.to } };
  }
  return {};
}

function functionName(node: SyntaxNode): SyntaxNode | null {
  switch (node.name) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return node.getChild('VariableDefinition') ?? givenName(node);
    case 'MethodDeclaration':
      return node.getChild('PropertyDefinition');
    case 'ArrowFunction':
      return givenName(node);
    default:
      return null;
  }
}

/** `const f = () => …`, `{ f: () => … }`. The variable may have a type. */
function givenName(expression: SyntaxNode): SyntaxNode | null {
  const owner = expression.parent;
  if (owner?.name === 'Property') return owner.getChild('PropertyDefinition');
  if (owner?.name !== 'VariableDeclaration' || expression.prevSibling?.name !== 'Equals') return null;
  const before = expression.prevSibling.prevSibling;
  const name = before?.name === 'TypeAnnotation' ? before.prevSibling : before;
  return name?.name === 'VariableDefinition' ? name : null;
}
