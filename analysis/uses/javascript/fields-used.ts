import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { SecretReference } from '../../model/reference.ts';
import { defaultingParts, isSameNode, targetOf, wrapped } from '../../syntax/javascript/syntax.ts';
import { fieldAccesses } from './fields.ts';

/** Returns the fields that code reads from the secret of a reference, directly or through a variable, in order. */
export function javaScriptFields(module: JavaScriptModule, reference: SecretReference): readonly string[] {
  let call: SyntaxNode = module.tree.resolveInner(reference.span.start, 1);
  while (call.parent !== null && call.name !== 'CallExpression') call = call.parent;
  const value = valueAround(module, call);
  const accesses = [value, ...usesOfTarget(module, value)].flatMap((node) => fieldAccesses(module, node));
  const fields = accesses.flatMap(({ kind, field }) => (kind === 'read' ? (field ?? []) : []));
  return [...new Set([...reference.fields, ...fields])];
}

/** The outermost expression with the same value, including surrounding parentheses, `await` and `?? {}`. */
function valueAround(module: JavaScriptModule, node: SyntaxNode): SyntaxNode {
  const outer = wrapped(node);
  const { parent } = outer;
  if (parent === null) return outer;
  const isKept =
    parent.name === 'AwaitExpression' ||
    defaultingParts(parent, module.text)?.some((part) => isSameNode(part, outer)) === true;
  return isKept ? valueAround(module, parent) : outer;
}

function usesOfTarget(module: JavaScriptModule, value: SyntaxNode): readonly SyntaxNode[] {
  const target = targetOf(value);
  if (target?.name !== 'VariableDefinition' && target?.name !== 'VariableName') return [];
  const binding =
    target.name === 'VariableDefinition' ? module.bindingOf(target) : module.bindingSeenBy(target);
  return binding === undefined || binding === 'several' ? [] : module.usesOf(binding);
}
