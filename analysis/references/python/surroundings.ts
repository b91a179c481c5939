import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { nameOf, scopeOf } from '../../flow/python/scope.ts';
import type { Span } from '../../model/parsed-file.ts';
import type { Surroundings } from '../../source/language.ts';
import { isSameNode } from '../../syntax/python/syntax.ts';

/**
 * Returns the code around the call that reads a secret. The name argument of that call starts at `nameAt`.
 */
export function pythonSurroundings(module: PythonModule, nameAt: number): Surroundings {
  const call = callNaming(module, nameAt);
  if (call === undefined) return {};
  const name = functionAround(call);
  const variable = assignedTo(call);
  return { ...(name && { functionName: name }), ...(variable && { variable }) };
}

function callNaming(module: PythonModule, nameAt: number): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(nameAt, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent ?? undefined;
}

/**
 * Returns the name of the innermost function. A lambda has no name and counts as part of the enclosing code.
 */
function functionAround(call: SyntaxNode): Span | undefined {
  let scope = scopeOf(call);
  while (scope.parent !== null && scope.name !== 'FunctionDefinition') scope = scopeOf(scope);
  const name = scope.name === 'FunctionDefinition' ? nameOf(scope) : undefined;
  return name && spanOf(name);
}

/**
 * Returns the variable or attribute that the value is assigned to unchanged, if there is only one and it has
 * no type annotation.
 */
function assignedTo(call: SyntaxNode): Span | undefined {
  const statement = call.parent;
  const target = statement?.firstChild;
  if (statement?.name !== 'AssignStatement' || !target) return undefined;
  const [operator, ...others] = statement.getChildren('AssignOp');
  const isPlain = others.length === 0 && isSameNode(operator?.nextSibling, call) && call.nextSibling === null;
  const isSingle = isSameNode(operator?.prevSibling, target);
  return isPlain && isSingle && /^(?:VariableName|MemberExpression)$/.test(target.name)
    ? spanOf(target)
    : undefined;
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}
