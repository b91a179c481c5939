import type { Expression, FunctionCode, Parameter, Statement } from '../../ir/ir.ts';
import { type LowerExpression, type Lowering, unknown } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';
import { defaultAfter, isPattern, targetOf } from './targets.ts';

export interface FunctionTraits {
  readonly name: string;
  readonly receiver?: string;
  readonly role?: NonNullable<FunctionCode['role']>;
  readonly decorators?: readonly Expression[];
  /** Added after a leading call of `super`: assignments of a constructor's parameters to fields. */
  readonly opening?: (parameters: Node) => readonly Statement[];
}

/** Undefined for a declaration without a body. */
export function functionCode(
  lowering: Lowering,
  node: Node,
  { name, receiver, role, decorators = [], opening }: FunctionTraits,
): FunctionCode | undefined {
  const list = childNamed(node, 'ParamList');
  const body = bodyOf(lowering, node);
  if (list === undefined || body === undefined) return undefined;
  return lowering.names.inFunction((locals) => {
    const parameters = parametersOf(lowering, list);
    const statements = lowering.breakable(undefined, () => bodyStatements(lowering, body));
    const added = opening?.(list) ?? [];
    return {
      name,
      parameters,
      ...(receiver !== undefined && { receiver }),
      ...(role !== undefined && { role }),
      body: added.length === 0 ? statements : opened(statements, added),
      locals,
      globals: new Set<string>(),
      isAsync: hasChild(node, 'async'),
      isGenerator: hasChild(node, 'Star'),
      decorators,
      at: spanOf(node),
    };
  });
}

function bodyOf(lowering: Lowering, { name, children }: Node): Node | undefined {
  const last = children.findLast((child) => child.name === 'Block' || lowering.isExpression(child));
  return last?.name === 'Block' || name === 'ArrowFunction' ? last : undefined;
}

function bodyStatements(lowering: Lowering, body: Node): readonly Statement[] {
  if (body.name === 'Block') return lowering.statements(body.children);
  return [{ kind: 'return', value: lowering.expression(body, body), at: spanOf(body) }];
}

function opened(statements: readonly Statement[], added: readonly Statement[]): readonly Statement[] {
  const [first, ...others] = statements;
  const isSuper =
    first?.kind === 'evaluate' &&
    first.value.kind === 'call' &&
    first.value.callee.kind === 'operation' &&
    first.value.callee.operator === 'super';
  return isSuper ? [first, ...added, ...others] : [...added, ...statements];
}

function parametersOf(lowering: Lowering, list: Node): readonly Parameter[] {
  return list.children.flatMap((node, at): readonly Parameter[] => {
    const target = isPattern(node) ? targetOf(lowering, node, 'let') : undefined;
    if (target === undefined) return [];
    const following = list.children.slice(at);
    const value = defaultAfter(lowering, following);
    const type = following[1]?.name === 'TypeAnnotation' ? following[1] : undefined;
    const isRest = list.children[at - 1]?.name === 'Spread';
    return [
      {
        target,
        ...(value && { default: lowering.expression(value, value) }),
        ...(isRest && { rest: 'items' }),
        ...(type && { annotation: lowering.textOf(type).replace(/^:\s*/, '') }),
      },
    ];
  });
}

/** An arrow function, or a function expression. Its own name is a variable that only it sees. */
const functionExpression: LowerExpression = (lowering, node) => {
  const receiver = node.name === 'ArrowFunction' ? {} : { receiver: 'this' };
  const own = childNamed(node, 'VariableDefinition');
  const lower = (name: string): Expression => {
    const code = functionCode(lowering, node, { name, ...receiver });
    return code === undefined ? unknown(node) : { kind: 'function', code, at: spanOf(node) };
  };
  return own === undefined ? lower('') : selfNamed(lowering, own, lower);
};

/**
 * Lowers an expression that has a name of its own, such as `function f() {}` and `class C {}`. If the
 * expression uses that name, the result is an assignment to it.
 */
export function selfNamed(lowering: Lowering, own: Node, lower: (name: string) => Expression): Expression {
  const { names } = lowering;
  const name = lowering.textOf(own);
  return names.inBlock(() => {
    const before = names.count;
    const value = lower(name);
    if (!names.isUsedSince(before, name)) return value;
    return { kind: 'assignment', target: names.declare(name, spanOf(own), 'let'), value, at: value.at };
  });
}

/** `function f() {}`. Its declaration runs before all other statements of the block. */
export function functionDeclaration(lowering: Lowering, node: Node): readonly Statement[] {
  const own = childNamed(node, 'VariableDefinition');
  const name = own === undefined ? '' : lowering.textOf(own);
  const code = functionCode(lowering, node, { name, receiver: 'this' });
  if (code === undefined) return [];
  const at = spanOf(node);
  const value: Expression = { kind: 'function', code, at };
  if (own === undefined || name === '') return [{ kind: 'evaluate', value, at }];
  const target = lowering.names.declare(name, spanOf(own), 'let');
  return [{ kind: 'assign', targets: [target], value, isHoisted: true, at }];
}

export const functionExpressions: readonly (readonly [string, LowerExpression])[] = [
  ['FunctionExpression', functionExpression],
  ['ArrowFunction', functionExpression],
];
