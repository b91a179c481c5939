import type { SyntaxNode } from '@lezer/common';
import { targetOf } from '../../syntax/javascript/syntax.ts';
import { callOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';

/** The calls of a function in its file, by its name. There may be others. */
export function callersOf(module: JavaScriptModule, definition: SyntaxNode): readonly SyntaxNode[] {
  if (definition.name === 'MethodDeclaration') return methodCalls(module, definition);
  const name =
    definition.name === 'FunctionDeclaration'
      ? definition.getChild('VariableDefinition')
      : targetOf(definition);
  const binding = name?.name === 'VariableDefinition' ? module.bindingOf(name) : undefined;
  return binding === undefined ? [] : module.usesOf(binding).flatMap((use) => callOf(use) ?? []);
}

function methodCalls(module: JavaScriptModule, definition: SyntaxNode): readonly SyntaxNode[] {
  const name = definition.getChild('PropertyDefinition') ?? definition.getChild('PrivatePropertyDefinition');
  if (name === null) return [];
  const calls: SyntaxNode[] = [];
  for (const { parent } of module.occurrences([module.textOf(name)])) {
    const call = parent?.name === 'MemberExpression' ? callOf(parent) : undefined;
    if (call !== undefined) calls.push(call);
  }
  return calls;
}
