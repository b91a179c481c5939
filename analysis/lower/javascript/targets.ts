import type { Target, TargetItem } from '../../ir/ir.ts';
import type { Lowering } from './lowering.ts';
import { hasChild, type Node, spanOf } from './plain-tree.ts';
import { propertyKey } from './property-key.ts';

/** How the names in a target are declared. Undefined if they are only assigned to. */
export type Declaring = 'var' | 'let' | undefined;

const patterns = new Set(['VariableDefinition', 'ArrayPattern', 'ObjectPattern']);

export function isPattern({ name }: Node): boolean {
  return patterns.has(name);
}

/**
 * Lowers the target of an assignment: a name, a member or a pattern. The parser takes a pattern that contains
 * members for an array or an object. Undefined for anything else.
 */
export function targetOf(lowering: Lowering, node: Node, declaring: Declaring): Target | undefined {
  return lowering.nested(() => nestedTarget(lowering, node, declaring));
}

function nestedTarget(lowering: Lowering, node: Node, declaring: Declaring): Target | undefined {
  switch (node.name) {
    case 'VariableDefinition':
      return definition(lowering, node, declaring);
    case 'VariableName':
      return lowering.use(node);
    case 'ArrayPattern':
    case 'ArrayExpression':
      return { kind: 'sequence-target', items: sequence(lowering, node, declaring), at: spanOf(node) };
    case 'ObjectPattern':
    case 'ObjectExpression':
      return {
        kind: 'object-target',
        entries: node.children.flatMap((child) => entryOf(lowering, child, declaring) ?? []),
        at: spanOf(node),
      };
    case 'MemberExpression': {
      const member = lowering.expression(node, node);
      return member.kind === 'member' || member.kind === 'index' ? member : undefined;
    }
    case 'ParenthesizedExpression':
    case 'PostfixExpression':
    case 'BinaryExpression':
    case 'PrefixCast':
      return wrapped(lowering, node, declaring);
    default:
      return undefined;
  }
}

/** `(x)`, `x!`, `x as T`, `<T>x`. */
function wrapped(lowering: Lowering, node: Node, declaring: Declaring): Target | undefined {
  const isCast = hasChild(node, 'as') || hasChild(node, 'satisfies') || node.name !== 'BinaryExpression';
  const inner = isCast && !hasChild(node, 'ArithOp') ? node.children.find(lowering.isExpression) : undefined;
  return inner && targetOf(lowering, inner, declaring);
}

function definition(lowering: Lowering, node: Node, declaring: Declaring): Target | undefined {
  const name = lowering.textOf(node);
  if (name === '') return undefined;
  return declaring === undefined ? lowering.use(node) : lowering.names.declare(name, spanOf(node), declaring);
}

function sequence(
  lowering: Lowering,
  { children }: Node,
  declaring: Declaring,
): readonly (TargetItem | undefined)[] {
  const items: (TargetItem | undefined)[] = [];
  let isOpen = true;
  for (const [at, child] of children.entries()) {
    if (child.name === ',') {
      if (isOpen) items.push(undefined);
      isOpen = true;
    } else if (isOpen && (isPattern(child) || lowering.isExpression(child))) {
      items.push(itemOf(lowering, children, at, declaring));
      isOpen = false;
    }
  }
  return items;
}

/** The pattern at `at`, with the `...` before it and the default after it. */
function itemOf(
  lowering: Lowering,
  children: readonly Node[],
  at: number,
  declaring: Declaring,
): TargetItem | undefined {
  const node = children[at];
  const assignment = node?.name === 'AssignmentExpression' ? node.children : children.slice(at);
  const [written] = assignment;
  const target = written && targetOf(lowering, written, declaring);
  if (target === undefined) return undefined;
  const isRest = children[at - 1]?.name === 'Spread';
  const value = defaultAfter(lowering, assignment);
  return { target, isRest, ...(value && { default: lowering.expression(value, value) }) };
}

/** The expression after the `=` that follows the first node, skipping its type. */
export function defaultAfter(lowering: Lowering, nodes: readonly Node[]): Node | undefined {
  for (const [at, node] of nodes.entries()) {
    if (at > 0 && node.name === 'Equals') {
      const next = nodes[at + 1];
      return next !== undefined && lowering.isExpression(next) ? next : undefined;
    }
    if (at > 0 && node.name !== 'TypeAnnotation' && node.name !== '⚠') return undefined;
  }
  return undefined;
}

type ObjectEntry = (Target & { readonly kind: 'object-target' })['entries'][number];

/** A `PatternProperty`, or the `Property` of an object that is assigned to. */
function entryOf(lowering: Lowering, node: Node, declaring: Declaring): ObjectEntry | undefined {
  const { children } = node;
  if (node.name !== 'PatternProperty' && node.name !== 'Property') return undefined;
  if (children[0]?.name === 'Spread') return itemOf(lowering, children, 1, declaring);
  const found = propertyKey(lowering, node);
  if (found === undefined) return undefined;
  const isValue = (child: Node): boolean => isPattern(child) || lowering.isExpression(child);
  const isNext = (children[found.end]?.name ?? 'Equals') !== 'Equals';
  const at = isNext ? children.findIndex((child, position) => position >= found.end && isValue(child)) : -1;
  const item = at === -1 ? shorthand(lowering, node, declaring) : itemOf(lowering, children, at, declaring);
  return item && { ...item, key: found.key };
}

function shorthand(lowering: Lowering, { children }: Node, declaring: Declaring): TargetItem | undefined {
  const [name] = children;
  if (name === undefined || name.name === 'String' || name.name === '[') return undefined;
  const target = definition(lowering, name, declaring);
  const value = defaultAfter(lowering, children);
  return target && { target, isRest: false, ...(value && { default: lowering.expression(value, value) }) };
}
