import type { Expression } from '../../ir/ir.ts';
import { type LowerExpression, type Lowering, literal, unknown } from './lowering.ts';
import type { Node } from './plain-tree.ts';

/** An element is unknown, but its component, attributes and children are evaluated. */
const element: LowerExpression = (lowering, node) =>
  unknown(
    node,
    node.children.flatMap((child) => operandsIn(lowering, child)),
  );

function operandsIn(lowering: Lowering, node: Node): readonly Expression[] {
  switch (node.name) {
    case 'JSXElement':
      return [lowering.expression(node, node)];
    case 'JSXSelfClosingTag':
    case 'JSXOpenTag':
      return node.children.flatMap((child) => operandsIn(lowering, child));
    case 'JSXIdentifier':
      return [lowering.use(node)];
    case 'JSXMemberExpression':
      return [component(lowering, node)];
    case 'JSXAttribute':
      return node.children.slice(1).flatMap((child) => operandsIn(lowering, child));
    case 'JSXAttributeValue':
      return [literal(lowering.text.slice(node.from + 1, node.to - 1), node)];
    case 'JSXEscape':
    case 'JSXSpreadAttribute': {
      const inner = node.children.find(lowering.isExpression);
      return inner === undefined ? [] : [lowering.expression(inner, node)];
    }
    default:
      return [];
  }
}

/** `<menu.Item>`: the component is a member of a variable. */
function component(lowering: Lowering, node: Node): Expression {
  const [object, name] = node.children;
  if (node.name !== 'JSXMemberExpression' || object === undefined || name === undefined)
    return lowering.use(node);
  const at = { start: node.from, end: node.to };
  const inner = lowering.nested(() => component(lowering, object)) ?? unknown(object);
  return { kind: 'member', object: inner, name: lowering.textOf(name), at };
}

export const elements: readonly (readonly [string, LowerExpression])[] = [['JSXElement', element]];
