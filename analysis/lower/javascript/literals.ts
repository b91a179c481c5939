import type { Entry, Expression, FunctionCode, Item } from '../../ir/ir.ts';
import { unescaped } from '../../syntax/javascript/strings.ts';
import { functionCode } from './functions.ts';
import { type LowerExpression, type Lowering, literal, operation, unknown } from './lowering.ts';
import { hasChild, type Node, spanOf } from './plain-tree.ts';
import { propertyKey } from './property-key.ts';

const number: LowerExpression = (lowering, node) => {
  const value = numberIn(lowering.textOf(node));
  return value === undefined ? unknown(node) : literal(value, node);
};

/** A BigInt counts as a number if that is exact. */
export function numberIn(source: string): number | undefined {
  const digits = source.replaceAll('_', '').replace(/n$/, '');
  // `0777` is octal in old code.
  const value = /^0\d+$/.test(digits) ? Number.NaN : Number(digits);
  const isExact = !source.endsWith('n') || Number.isSafeInteger(value);
  return Number.isNaN(value) || !isExact ? undefined : value;
}

const string: LowerExpression = (lowering, node) => {
  const value = stringIn(lowering, node);
  return value === undefined ? unknown(node) : literal(value, node);
};

/** Undefined for a string that is not closed, or whose escapes are invalid. */
export function stringIn(lowering: Lowering, node: Node): string | undefined {
  const source = lowering.textOf(node);
  const isClosed = source.length > 1 && source.at(-1) === source[0];
  return isClosed ? unescaped(source.slice(1, -1)) : undefined;
}

export interface TemplateParts {
  /** The text around the substitutions. Undefined if its escapes are invalid. */
  readonly texts: readonly {
    readonly raw: string;
    readonly value: string | undefined;
    readonly node: Node;
  }[];
  readonly substitutions: readonly Expression[];
}

/** Undefined for a template that is not closed. */
export function templateParts(lowering: Lowering, node: Node): TemplateParts | undefined {
  const isClosed = node.to > node.from + 1 && lowering.text[node.to - 1] === '`';
  if (!isClosed) return undefined;
  const interpolations = node.children.filter(({ name }) => name === 'Interpolation');
  const starts = [node.from + 1, ...interpolations.map(({ to }) => to)];
  const ends = [...interpolations.map(({ from }) => from), node.to - 1];
  const texts = starts.map((from, position) => {
    const to = ends[position] ?? from;
    const raw = lowering.text.slice(from, to).replaceAll(/\r\n?/g, '\n');
    return { raw, value: unescaped(raw), node: { name: '', from, to, children: [] } };
  });
  return { texts, substitutions: substitutionsIn(lowering, node) };
}

function substitutionsIn(lowering: Lowering, node: Node): readonly Expression[] {
  const interpolations = node.children.filter(({ name }) => name === 'Interpolation');
  return interpolations.map((one) => lowering.expression(one.children.find(lowering.isExpression), one));
}

const template: LowerExpression = (lowering, node) => {
  const parts = templateParts(lowering, node);
  if (parts === undefined) return unknown(node, substitutionsIn(lowering, node));
  return textOf(
    node,
    parts,
    parts.texts.map(({ value }) => value),
  );
};

/** The text of a template whose texts have these values. */
export function textOf(
  node: Node,
  { texts, substitutions }: TemplateParts,
  values: readonly (string | undefined)[],
): Expression {
  if (substitutions.length === 0) {
    const [value] = values;
    return value === undefined ? unknown(node) : literal(value, node);
  }
  const operands = texts.flatMap((text, position): readonly Expression[] => {
    const value = values[position];
    const shown = value === '' ? [] : [value === undefined ? unknown(text.node) : literal(value, text.node)];
    const substitution = substitutions[position];
    return substitution === undefined ? shown : [...shown, substitution];
  });
  return operation('text', node, operands);
}

const array: LowerExpression = (lowering, node) => ({
  kind: 'collection',
  type: 'list',
  items: itemsOf(lowering, node.children, node),
  at: spanOf(node),
});

/** The items between commas. A hole is `undefined`. */
export function itemsOf(lowering: Lowering, children: readonly Node[], owner: Node): readonly Item[] {
  const items: Item[] = [];
  let isOpen = true;
  let isSpread = false;
  for (const child of children) {
    if (child.name === ',') {
      if (isOpen) items.push({ value: literal(undefined, child), isSpread: false });
      isOpen = true;
    } else if (child.name === 'Spread') isSpread = true;
    else if (lowering.isExpression(child)) {
      items.push({ value: lowering.expression(child, owner), isSpread });
      isOpen = false;
      isSpread = false;
    }
  }
  return items;
}

const object: LowerExpression = (lowering, node) => {
  const properties = node.children.filter(({ name }) => name === 'Property');
  // `__proto__: base` is like `...base` in front of all other entries.
  const bases = properties.filter((property) => isPrototype(lowering, property));
  const inherited = bases.map((base) => ({ value: lowering.expression(base.children[1], base) }));
  const own = properties.flatMap((one) => (bases.includes(one) ? [] : entriesOf(lowering, one)));
  return { kind: 'dictionary', entries: [...inherited, ...own], at: spanOf(node) };
};

function isPrototype(lowering: Lowering, { children: [key, value] }: Node): boolean {
  if (key === undefined || value === undefined || !lowering.isExpression(value)) return false;
  return /^(?:__proto__|(["'])__proto__\1)$/.test(lowering.textOf(key));
}

function entriesOf(lowering: Lowering, node: Node): readonly Entry[] {
  if (hasChild(node, 'Spread'))
    return [{ value: lowering.expression(node.children.find(lowering.isExpression), node) }];
  const found = propertyKey(lowering, node);
  if (found === undefined) return [];
  const { key, name } = found;
  if (hasChild(node, 'ParamList')) return [{ key, value: method(lowering, node, name) }];
  const written = node.children.slice(found.end).find(lowering.isExpression);
  const isShorthand = written === undefined && node.children[0]?.name === 'PropertyDefinition';
  const value = isShorthand ? lowering.use(node.children[0] ?? node) : lowering.expression(written, node);
  return [{ key, value }];
}

function method(lowering: Lowering, node: Node, name: string | undefined): Expression {
  const code = functionCode(lowering, node, { name: name ?? '', receiver: 'this', role: roleOf(node) });
  return code === undefined ? unknown(node) : { kind: 'function', code, at: spanOf(node) };
}

function roleOf(node: Node): NonNullable<FunctionCode['role']> {
  if (hasChild(node, 'get')) return 'getter';
  return hasChild(node, 'set') ? 'setter' : 'method';
}

const name: LowerExpression = (lowering, node) =>
  lowering.textOf(node) === 'undefined' ? literal(undefined, node) : lowering.use(node);

export const literals: readonly (readonly [string, LowerExpression])[] = [
  ['Number', number],
  ['String', string],
  ['TemplateString', template],
  ['BooleanLiteral', (lowering, node) => literal(lowering.textOf(node) === 'true', node)],
  ['null', (_, node) => literal(null, node)],
  ['RegExp', (lowering, node) => literal(lowering.textOf(node), node)],
  ['ArrayExpression', array],
  ['ObjectExpression', object],
  ['VariableName', name],
  ['this', (_, node) => ({ kind: 'name', name: 'this', at: spanOf(node) })],
];
