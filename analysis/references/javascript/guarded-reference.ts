import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { SecretReference } from '../../model/reference.ts';
import { narrowedNames, narrowedReference } from '../narrowed-names.ts';
import { passedBefore } from './passed-conditions.ts';
import { indexOf, unwrapped } from '../../syntax/javascript/syntax.ts';

/** Keeps only the names with which the code can reach this place. */
export function guardedReference(
  module: JavaScriptModule,
  expression: SyntaxNode,
  read: SecretReference,
): SecretReference {
  const name = unwrapped(expression);
  if (name.name === 'String' || read.names.length === 0) return read;
  const related = [...partsIn(name), ...siblingsOf(module, name)];
  const conditions = passedBefore(module.text, name);
  return narrowedReference(read, narrowedNames(module.text, name, read.names, conditions, related));
}

/**
 * What a name is composed of or looked up by: `env` and `conv.brand` of `zendesk_${env}` and
 * `NAMES[conv.brand]`.
 */
function partsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const index = node.name === 'MemberExpression' ? indexOf(node) : undefined;
  if (index !== undefined) return partsIn(index);
  if (node.name === 'VariableName' || node.name === 'MemberExpression') return [node];
  const parts: SyntaxNode[] = [];
  const whole = node.name === 'CallExpression' ? node.getChild('ArgList') : node;
  for (let child = whole?.firstChild ?? null; child !== null; child = child.nextSibling)
    parts.push(...partsIn(child));
  return parts;
}

/** Variables bound in the same iteration: `brand` of `for (const [brand, name] of …)`. */
function siblingsOf(module: JavaScriptModule, name: SyntaxNode): readonly SyntaxNode[] {
  const binding = name.name === 'VariableName' ? module.bindingSeenBy(name) : undefined;
  const pattern = typeof binding === 'object' ? binding.node.parent : null;
  return pattern?.name === 'ArrayPattern' ? pattern.getChildren('VariableDefinition') : [];
}
