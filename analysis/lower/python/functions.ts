import type { Expression, FunctionCode, FunctionExpression, Parameter } from '../../ir/ir.ts';
import { type Context, Scope, spanOf, unknown } from './context.ts';
import { childNamed, commaGroups, isError, type Node } from './nodes.ts';

interface WrittenParameter {
  readonly name: Node;
  readonly default?: Expression;
  readonly rest?: 'items' | 'entries';
  readonly isKeywordOnly: boolean;
  readonly annotation?: string;
}

type Role = NonNullable<FunctionCode['role']>;

const decoratedRoles: ReadonlyMap<string, Role> = new Map([
  ['property', 'getter'],
  ['cached_property', 'getter'],
  ['abstractproperty', 'getter'],
  ['getter', 'getter'],
  ['setter', 'setter'],
  ['staticmethod', 'static'],
  ['classmethod', 'class'],
]);
/** Methods that Python treats as class methods without a decorator. */
const classMethods = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

/** Lowers a function definition. `decorators` are evaluated in the scope around it. */
export function lowerFunction(
  context: Context,
  node: Node,
  decorators: readonly Expression[],
): FunctionExpression {
  const nameNode = childNamed(node, 'VariableName');
  const name = nameNode === undefined ? '' : context.textOf(nameNode);
  const isMethod = context.scope.kind === 'class';
  const kept = decorators.filter((decorator) => !isMethod || roleBy(decorator) === undefined);
  const role = isMethod ? roleOf(name, decorators) : undefined;
  const written = parametersOf(context, childNamed(node, 'ParamList'));
  const [first] = written;
  const hasReceiver =
    role !== undefined && role !== 'static' && first !== undefined && first.rest === undefined;
  const scope = new Scope('function');
  return context.within(scope, () => {
    const bound = written.map((parameter) => bindParameter(context, parameter));
    const body = context.block(childNamed(node, 'Body'));
    const code: FunctionCode = {
      name,
      parameters: hasReceiver ? bound.slice(1) : bound,
      ...(hasReceiver && { receiver: context.textOf(first.name) }),
      ...(role !== undefined && { role }),
      body,
      ...variablesOf(scope),
      isAsync: childNamed(node, 'async') !== undefined,
      isGenerator: scope.isGenerator,
      decorators: kept,
      at: spanOf(node),
    };
    return { kind: 'function', code, at: code.at };
  });
}

function roleOf(name: string, decorators: readonly Expression[]): Role {
  const roles = decorators.flatMap((decorator) => roleBy(decorator) ?? []);
  if (roles.includes('class') && roles.includes('getter')) return 'class getter';
  const [role] = roles;
  if (role !== undefined) return role;
  if (name === '__init__') return 'constructor';
  return classMethods.has(name) ? 'class' : 'method';
}

function roleBy(decorator: Expression): Role | undefined {
  return decorator.kind === 'name' || decorator.kind === 'member'
    ? decoratedRoles.get(decorator.name)
    : undefined;
}

function variablesOf(scope: Scope): Pick<FunctionCode, 'locals' | 'globals'> {
  const { bound, globals, nonlocals } = scope;
  if (globals.size === 0 && nonlocals.size === 0) return { locals: bound, globals };
  const locals = new Set([...bound].filter((name) => !globals.has(name) && !nonlocals.has(name)));
  return { locals, globals };
}

/** Lowers the default values, in the scope around the function. */
function parametersOf(context: Context, list: Node | undefined): readonly WrittenParameter[] {
  const nodes = list?.children.filter(({ name }) => name !== '(' && name !== ')') ?? [];
  let isKeywordOnly = false;
  return commaGroups(nodes).flatMap((group) => {
    const parameter = parameterFrom(context, group, isKeywordOnly);
    if (group[0]?.name === '*') isKeywordOnly = true;
    return parameter ?? [];
  });
}

/** Undefined for a lone `*` and `/`. */
function parameterFrom(
  context: Context,
  group: readonly Node[],
  isKeywordOnly: boolean,
): WrittenParameter | undefined {
  const name = group.find((node) => node.name === 'VariableName');
  if (name === undefined) return undefined;
  const star = group[0]?.name;
  const rest = star === '*' ? 'items' : star === '**' ? 'entries' : undefined;
  const annotation = group.find((node) => node.name === 'TypeDef');
  const assign = group.findIndex((node) => node.name === 'AssignOp');
  const value = assign === -1 ? undefined : group[assign + 1];
  return {
    name,
    isKeywordOnly: isKeywordOnly && rest === undefined,
    ...(rest !== undefined && { rest }),
    ...(annotation && { annotation: annotationOf(context, annotation) }),
    ...(value && { default: isError(value) ? unknown(spanOf(value)) : context.expression(value) }),
  };
}

/** `int` for `: int`. */
function annotationOf(context: Context, annotation: Node): string {
  return context.textOf(annotation).slice(1).trim();
}

function bindParameter(context: Context, written: WrittenParameter): Parameter {
  const { name, isKeywordOnly, rest, annotation } = written;
  return {
    target: context.binding(name),
    ...(written.default && { default: written.default }),
    ...(rest !== undefined && { rest }),
    ...(isKeywordOnly && { isKeywordOnly }),
    ...(annotation !== undefined && { annotation }),
  };
}

export function lowerLambda(context: Context, node: Node): FunctionExpression {
  const written = parametersOf(context, childNamed(node, 'ParamList'));
  const body = node.children.at(-1);
  const scope = new Scope('function');
  const names = written.map(({ name }) => name);
  const lower = (): FunctionExpression => {
    const parameters = written.map((parameter) => bindParameter(context, parameter));
    const isMissing = body === undefined || isError(body) || body.name === ':';
    const value = isMissing ? unknown(spanOf(node)) : context.expression(body);
    const code: FunctionCode = {
      name: '',
      parameters,
      body: [{ kind: 'return', value, at: value.at }],
      ...variablesOf(scope),
      isAsync: false,
      isGenerator: scope.isGenerator,
      decorators: [],
      at: spanOf(node),
    };
    return { kind: 'function', code, at: code.at };
  };
  return context.withParameters(names, () => context.within(scope, lower));
}
