import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from './module.ts';
import { isFunction, isSameNode, targetOf } from '../../syntax/javascript/syntax.ts';

export function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let outer = node.parent; outer !== null; outer = outer.parent) if (isFunction(outer)) return outer;
  return undefined;
}

/** Returns what a function may return. Undefined for generators, and if nothing is returned. */
export function returnedBy(
  module: JavaScriptModule,
  definition: SyntaxNode,
): readonly SyntaxNode[] | undefined {
  if (definition.getChild('Star') !== null || !isFunction(definition)) return undefined;
  const body = definition.lastChild;
  if (body === null) return undefined;
  if (definition.name === 'ArrowFunction' && body.name !== 'Block') return [body];
  const returned: SyntaxNode[] = [];
  for (const match of module.textOf(body).matchAll(/\breturn\b/g)) {
    const statement = module.tree.resolveInner(body.from + match.index, 1).parent;
    if (statement?.name !== 'ReturnStatement' || !isSameNode(functionAround(statement), definition)) continue;
    const value = statement.firstChild?.nextSibling;
    if (value && value.name !== ';') returned.push(value);
  }
  return returned.length === 0 ? undefined : returned;
}

/** The parameters in order, as names or patterns. */
export function parametersOf(definition: SyntaxNode): readonly SyntaxNode[] {
  const list = definition.getChild('ParamList');
  const parameters: SyntaxNode[] = [];
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    const isValue = child.prevSibling?.name === 'Equals';
    if (!isValue && /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(child.name))
      parameters.push(child);
  }
  return parameters;
}

/** The arguments in order. Undefined if a spread makes their positions unknown. */
export function argumentsOf(list: SyntaxNode): readonly SyntaxNode[] | undefined {
  const given: SyntaxNode[] = [];
  for (let child = list.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'Spread' || child.type.isError) return undefined;
    if (!/^[(),]$/.test(child.name) && !child.name.endsWith('Comment')) given.push(child);
  }
  return given;
}

/** Returns the call or `new` expression whose callee is `callee`. */
export function callOf(callee: SyntaxNode): SyntaxNode | undefined {
  const call = callee.parent;
  if (call?.name === 'CallExpression' && isSameNode(call.firstChild, callee)) return call;
  return call?.name === 'NewExpression' && callee.prevSibling?.name === 'new' ? call : undefined;
}

/** Finds the calls of a function in its file by name. There may be other calls. */
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
