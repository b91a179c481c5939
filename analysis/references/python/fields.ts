import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import {
  attributeOf,
  callAround,
  callOf,
  firstArgument,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';

/** Returns the keys used to subscript a value, or passed to `get`, directly on the value. */
export function directFields(module: PythonModule, value: SyntaxNode): readonly string[] {
  const field = fieldRead(module, value);
  return field === undefined ? [] : [field];
}

/**
 * Returns the fields read from the result of `call`, in order, either directly or through the variable that
 * it is assigned to.
 */
export function fieldsOfCall(module: PythonModule, call: SyntaxNode): readonly string[] {
  const fields = new Set(directFields(module, call));
  for (const use of usesOf(module, call)) for (const field of directFields(module, use)) fields.add(field);
  return [...fields];
}

function fieldRead(module: PythonModule, value: SyntaxNode): string | undefined {
  const member = value.parent;
  if (member?.name !== 'MemberExpression' || !isSameNode(member.firstChild, value)) return undefined;
  const index = subscriptOf(member)?.index;
  if (index !== undefined) return stringValue(module.text, index);
  const property = attributeOf(member)?.property;
  if (property === undefined || module.textOf(property) !== 'get') return undefined;
  const call = callAround(member);
  const parts = call && callOf(call);
  const key = parts && firstArgument(module.text, parts.list, [])?.value;
  return key && stringValue(module.text, key);
}

function* usesOf(module: PythonModule, call: SyntaxNode): Generator<SyntaxNode> {
  const statement = call.parent;
  const target = statement?.firstChild;
  if (statement?.name !== 'AssignStatement' || target?.name !== 'VariableName') return;
  for (const node of module.occurrences([module.textOf(target)], scopeOf(target))) {
    if (node.name !== 'VariableName' || bindingAt(module.text, node) !== undefined) continue;
    const bindings = bindingsSeenBy(module, node) ?? [];
    if (bindings.some((binding) => isSameNode(binding.node, target))) yield node;
  }
}
