import type { Argument, Expression } from '../../ir/ir.ts';
import { itemsOf, templateParts, textOf } from './literals.ts';
import { type LowerExpression, type Lowering, literal, operation, unknown } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';

const member: LowerExpression = (lowering, node) => {
  const [object, ...others] = node.children;
  const at = spanOf(node);
  if (object === undefined) return unknown(node);
  const value = lowering.expression(object, node);
  if (hasChild(node, '[')) {
    const index = lowering.expression(others.find(lowering.isExpression), node);
    return { kind: 'index', object: value, index, at };
  }
  const name = childNamed(node, 'PropertyName', 'PrivatePropertyName');
  // Half-typed: `object.`
  if (name === undefined) return unknown(node, [value]);
  return { kind: 'member', object: value, name: lowering.textOf(name), at };
};

/** A call with or without `new`. */
const call: LowerExpression = (lowering, node) => {
  const callee = node.children.find(lowering.isExpression);
  return {
    kind: 'call',
    callee: lowering.expression(callee, node),
    arguments: argumentsOf(lowering, childNamed(node, 'ArgList')),
    at: spanOf(node),
  };
};

function argumentsOf(lowering: Lowering, list: Node | undefined): readonly Argument[] {
  if (list === undefined) return [];
  const items = itemsOf(
    lowering,
    list.children.filter(({ name }) => name !== ','),
    list,
  );
  return items.map(({ value, isSpread }) => (isSpread ? { value, spread: 'items' } : { value }));
}

const taggedTemplate: LowerExpression = (lowering, node) => {
  const [tag] = node.children;
  const template = childNamed(node, 'TemplateString');
  const parts = template && templateParts(lowering, template);
  if (tag === undefined || template === undefined || parts === undefined)
    return unknown(node, [lowering.expression(tag, node), lowering.expression(template, node)]);
  if (/^String\s*\.\s*raw$/.test(lowering.textOf(tag)))
    return textOf(
      node,
      parts,
      parts.texts.map(({ raw }) => raw),
    );
  const strings: Expression = {
    kind: 'collection',
    type: 'list',
    items: parts.texts.map((text) => ({ value: literal(text.value, text.node), isSpread: false })),
    at: spanOf(template),
  };
  return {
    kind: 'call',
    callee: lowering.expression(tag, node),
    arguments: [strings, ...parts.substitutions].map((value) => ({ value })),
    at: spanOf(node),
  };
};

/** `import("./module.js")` is a call of `import`. */
const dynamicImport: LowerExpression = (lowering, node) => {
  const at = { start: node.from, end: node.from + 'import'.length };
  const values = node.children.filter(lowering.isExpression);
  return {
    kind: 'call',
    callee: { kind: 'name', name: 'import', at },
    arguments: values.map((value) => ({ value: lowering.expression(value, node) })),
    at: spanOf(node),
  };
};

export const calls: readonly (readonly [string, LowerExpression])[] = [
  ['MemberExpression', member],
  ['CallExpression', call],
  ['NewExpression', call],
  ['TaggedTemplateExpression', taggedTemplate],
  ['DynamicImport', dynamicImport],
  ['ImportMeta', (_, node) => ({ kind: 'name', name: 'import.meta', at: spanOf(node) })],
  ['NewTarget', (_, node) => unknown(node)],
  ['super', (_, node) => operation('super', node, [])],
];
