import type { ClassCode, Expression, FunctionCode, Statement } from '../../ir/ir.ts';
import { functionCode, selfNamed } from './functions.ts';
import { type LowerExpression, type Lowering, evaluated, unknown } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';
import { propertyKey } from './property-key.ts';

interface Members {
  readonly methods: FunctionCode[];
  readonly fields: ClassCode['fields'][number][];
  readonly statics: Statement[];
}

function classCode(lowering: Lowering, node: Node, name: string): ClassCode {
  const decorators = decoratorsOf(lowering, node);
  const members: Members = { methods: [], fields: [], statics: [] };
  const bases = basesOf(lowering, node);
  for (const member of childNamed(node, 'ClassBody')?.children ?? []) addMember(lowering, member, members);
  return { name, bases, decorators, ...members, isRecord: false, at: spanOf(node) };
}

function basesOf(lowering: Lowering, { children }: Node): readonly Expression[] {
  const at = children.findIndex(({ name }) => name === 'extends');
  const base = at === -1 ? undefined : children.slice(at).find(lowering.isExpression);
  if (base !== undefined) return [lowering.expression(base, base)];
  // In a class without a name, the parser reads the base as the name.
  const misread = isNameless({ children })
    ? children.find(({ name }) => name === 'VariableDefinition')
    : undefined;
  return misread === undefined ? [] : [lowering.use(misread)];
}

/** `export default class extends Base {}`: the parser skips `extends`. */
function isNameless({ children }: Pick<Node, 'children'>): boolean {
  return children.some((child) => child.name === '⚠' && hasChild(child, 'extends'));
}

function decoratorsOf(lowering: Lowering, { children }: Node): readonly Expression[] {
  return children.flatMap((child) =>
    child.name === 'Decorator'
      ? [lowering.expression(child.children.find(lowering.isExpression), child)]
      : [],
  );
}

function addMember(lowering: Lowering, node: Node, members: Members): void {
  if (node.name === 'MethodDeclaration') addMethod(lowering, node, members);
  else if (node.name === 'PropertyDeclaration') addField(lowering, node, members);
  else if (node.name === 'StaticBlock') {
    const block = childNamed(node, 'Block');
    const body = lowering.names.inClosedBlock(() => lowering.statements(block?.children ?? []));
    members.statics.push({ kind: 'block', body, at: spanOf(node) });
  }
}

function addMethod(lowering: Lowering, node: Node, members: Members): void {
  const found = propertyKey(lowering, node);
  if (found === undefined || hasChild(node, 'declare')) return;
  const name = found.name ?? `[${lowering.text.slice(found.key.at.start, found.key.at.end)}]`;
  const role = roleOf(node, name);
  const code = functionCode(lowering, node, {
    name,
    receiver: 'this',
    role,
    decorators: decoratorsOf(lowering, node),
    opening: (list) => (role === 'constructor' ? parameterFields(lowering, list) : []),
  });
  if (code === undefined) return;
  members.methods.push(code);
  for (const decorator of decoratorsOf(lowering, childNamed(node, 'ParamList') ?? node))
    members.statics.push(evaluated(decorator));
  if (found.name === undefined) members.statics.push(evaluated(found.key));
}

/** `this` of a static method is its class, as in a class method of Python. */
function roleOf(node: Node, name: string): NonNullable<FunctionCode['role']> {
  const isStatic = hasChild(node, 'static');
  if (hasChild(node, 'get')) return isStatic ? 'class getter' : 'getter';
  if (hasChild(node, 'set')) return isStatic ? 'class setter' : 'setter';
  if (isStatic) return 'class';
  return name === 'constructor' ? 'constructor' : 'method';
}

/** `constructor(private key: string)` of TypeScript also assigns `this.key`. */
function parameterFields(lowering: Lowering, { children }: Node): readonly Statement[] {
  return children.flatMap((node, at): readonly Statement[] => {
    const before = children[at - 1]?.name;
    const isField = before === 'Privacy' || before === 'readonly';
    if (node.name !== 'VariableDefinition' || !isField) return [];
    const span = spanOf(node);
    const object: Expression = { kind: 'name', name: 'this', at: span };
    const target = { kind: 'member', object, name: lowering.textOf(node), at: span } as const;
    return [{ kind: 'assign', targets: [target], value: lowering.use(node), at: span }];
  });
}

function addField(lowering: Lowering, node: Node, { fields, statics }: Members): void {
  const found =
    hasChild(node, 'declare') || hasChild(node, 'abstract') ? undefined : propertyKey(lowering, node);
  if (found === undefined) return;
  for (const decorator of decoratorsOf(lowering, node)) statics.push(evaluated(decorator));
  const written = node.children.slice(found.end).find(lowering.isExpression);
  const value = written && lowering.expression(written, node);
  const at = spanOf(node);
  const { name, key } = found;
  if (name === undefined) statics.push(evaluated(unknown(node, value === undefined ? [key] : [key, value])));
  else if (!hasChild(node, 'static')) fields.push({ name, ...(value && { value }) });
  else {
    const undefinedValue: Expression = { kind: 'literal', value: undefined, at };
    const target = { kind: 'name', name, at: key.at } as const;
    statics.push({ kind: 'assign', targets: [target], value: value ?? undefinedValue, at });
  }
}

const classExpression: LowerExpression = (lowering, node) => {
  const own = childNamed(node, 'VariableDefinition');
  const lower = (name: string): Expression => ({
    kind: 'class',
    code: classCode(lowering, node, name),
    at: spanOf(node),
  });
  return own === undefined ? lower('') : selfNamed(lowering, own, lower);
};

export function classDeclaration(lowering: Lowering, node: Node): readonly Statement[] {
  const at = spanOf(node);
  if (!hasChild(node, 'ClassBody')) return decoratorsOf(lowering, node).map(evaluated);
  const own = isNameless(node) ? undefined : childNamed(node, 'VariableDefinition');
  const name = own === undefined ? '' : lowering.textOf(own);
  const value: Expression = { kind: 'class', code: classCode(lowering, node, name), at };
  if (own === undefined || name === '') return [{ kind: 'evaluate', value, at }];
  return [{ kind: 'assign', targets: [lowering.names.declare(name, spanOf(own), 'let')], value, at }];
}

export const classExpressions: readonly (readonly [string, LowerExpression])[] = [
  ['ClassExpression', classExpression],
];
