import type { Expression } from '../../ir/ir.ts';
import { unescaped } from '../../syntax/javascript/strings.ts';
import { type Lowering, literal, unknown } from './lowering.ts';
import type { Node } from './plain-tree.ts';

export interface PropertyKey {
  readonly key: Expression;
  /** Undefined for a computed key whose value is unknown. */
  readonly name: string | undefined;
  /** The index of the child after the key. */
  readonly end: number;
  readonly isComputed: boolean;
}

const keys = new Set(
  'PropertyDefinition PropertyName PrivatePropertyDefinition VariableDefinition String Number'.split(' '),
);

/** The key of a property, in an object, a class or a pattern. */
export function propertyKey(lowering: Lowering, node: Node): PropertyKey | undefined {
  const at = node.children.findIndex(({ name }) => name === '[' || keys.has(name));
  const child = node.children[at];
  if (child === undefined) return undefined;
  if (child.name === '[') return computedKey(lowering, node, at);
  const source = lowering.textOf(child);
  if (child.name === 'Number') {
    const key = lowering.expression(child, node);
    const name = key.kind === 'literal' ? String(key.value) : undefined;
    return { key, name, end: at + 1, isComputed: false };
  }
  const name = child.name === 'String' ? unescaped(source.slice(1, -1)) : source;
  const key = name === undefined ? unknown(child) : literal(name, child);
  return { key, name, end: at + 1, isComputed: false };
}

function computedKey(lowering: Lowering, node: Node, at: number): PropertyKey {
  const close = node.children.findIndex(({ name }, position) => position > at && name === ']');
  const end = close === -1 ? node.children.length : close + 1;
  const inner = node.children.slice(at + 1, end).find(lowering.isExpression);
  const key = lowering.expression(inner, node);
  const name = key.kind === 'literal' ? String(key.value) : undefined;
  return { key, name, end, isComputed: true };
}
