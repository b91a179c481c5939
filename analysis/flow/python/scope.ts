import type { SyntaxNode } from '@lezer/common';

/** A node that defines a scope for names: the module, a function, a class or a lambda. */
export type Scope = SyntaxNode;

/** The scope in which a name at `node` is looked up or bound. Comprehensions do not count as scopes here. */
export function scopeOf(node: SyntaxNode): Scope {
  let child = node;
  for (let parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
    if (opensScope(parent, child, node)) return parent;
  }
  return child;
}

/** Default values, annotations, decorators and bases belong to the scope around the definition. */
function opensScope(definition: SyntaxNode, child: SyntaxNode, node: SyntaxNode): boolean {
  switch (definition.name) {
    case 'FunctionDefinition':
      return child.name === 'Body' || isParameterName(child, node);
    case 'LambdaExpression':
      return child.name !== 'ParamList' || isParameterName(child, node);
    case 'ClassDefinition':
      return child.name === 'Body';
    default:
      return false;
  }
}

function isParameterName(list: SyntaxNode, node: SyntaxNode): boolean {
  const isDirect = node.parent?.from === list.from && node.parent.name === 'ParamList';
  return list.name === 'ParamList' && isDirect && node.prevSibling?.name !== 'AssignOp';
}

export function classAround(scope: Scope): SyntaxNode | undefined {
  if (scope.name !== 'FunctionDefinition') return undefined;
  const outer = scopeOf(scope);
  return outer.name === 'ClassDefinition' ? outer : undefined;
}

/** Returns the name of a function or class. */
export function nameOf(definition: SyntaxNode): SyntaxNode | undefined {
  return definition.getChild('VariableName') ?? undefined;
}

/** Returns `staticmethod` for `@staticmethod`, and `functools.cache` for `@functools.cache`. */
export function decoratorsOf(text: string, definition: SyntaxNode): readonly string[] {
  const decorated = definition.parent;
  if (decorated?.name !== 'DecoratedStatement') return [];
  return decorated.getChildren('Decorator').map(({ from, to }) => text.slice(from + 1, to).trim());
}
