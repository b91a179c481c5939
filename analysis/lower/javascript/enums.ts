import type { Entry, Expression } from '../../ir/ir.ts';
import { type LowerStatement, type Lowering, literal, unknown } from './lowering.ts';
import { childNamed, type Node, spanOf } from './plain-tree.ts';

/**
 * `enum E { A, B = 'b' }` assigns a dictionary. The initial value of a member can use the members before it
 * by their names.
 */
const enumeration: LowerStatement = (lowering, node) => {
  const name = childNamed(node, 'TypeDefinition');
  if (name === undefined) return [];
  const target = lowering.names.declare(lowering.textOf(name), spanOf(name), 'let');
  const entries = entriesOf(lowering, childNamed(node, 'EnumBody'), name);
  const at = spanOf(node);
  const value: Expression = { kind: 'dictionary', entries, at };
  return [{ kind: 'assign', targets: [target], value, at }];
};

function entriesOf(lowering: Lowering, body: Node | undefined, owner: Node): readonly Entry[] {
  const entries: Entry[] = [];
  const values = new Map<string, Expression>();
  let previous: Expression | undefined;
  for (const [at, node] of (body?.children ?? []).entries()) {
    if (node.name !== 'PropertyName') continue;
    const [equals, written] = body?.children.slice(at + 1, at + 3) ?? [];
    const isWritten = equals?.name === 'Equals' && written !== undefined && lowering.isExpression(written);
    const value = isWritten ? initialValue(lowering, written, values, owner) : numbered(node, previous);
    const name = lowering.textOf(node);
    values.set(name, value);
    entries.push({ key: literal(name, node), value });
    previous = value;
  }
  return entries;
}

/** The value of a member that has none is the previous one plus one. */
function numbered(node: Node, previous: Expression | undefined): Expression {
  if (previous === undefined) return literal(0, node);
  const value = previous.kind === 'literal' ? previous.value : undefined;
  return typeof value === 'number' ? literal(value + 1, node) : unknown(node);
}

/** `B = A`, `B = E.A` */
function initialValue(
  lowering: Lowering,
  written: Node,
  values: ReadonlyMap<string, Expression>,
  owner: Node,
): Expression {
  const text = lowering.textOf(written);
  const own = `${lowering.textOf(owner)}.`;
  const earlier = values.get(text.startsWith(own) ? text.slice(own.length) : text);
  if (earlier?.kind === 'literal') return { ...earlier, at: spanOf(written) };
  return earlier === undefined ? lowering.expression(written, written) : unknown(written);
}

export const enums: readonly (readonly [string, LowerStatement])[] = [['EnumDeclaration', enumeration]];
