import type { Expression, Statement, Target } from '../../ir/ir.ts';
import { lowerBlock } from './blocks.ts';
import { lowerClass } from './classes.ts';
import { lowerArguments, lowerTuple } from './collections.ts';
import { branch, type Context, named, operation, spanAround, spanOf, unknown } from './context.ts';
import { lowerFunction } from './functions.ts';
import { lowerImport } from './imports.ts';
import { lowerMatch } from './match.ts';
import { childNamed, commaGroups, isError, type Node } from './nodes.ts';
import { operatorOf } from './operators.ts';
import { lowerTargets } from './targets.ts';

/** Lowers statements in order. Callers use `Context.statements`, which limits the depth. */
export function lowerStatements(context: Context, nodes: readonly Node[]): readonly Statement[] {
  const statements: Statement[] = [];
  let decorators: Expression[] = [];
  for (const node of nodes) {
    const decorator = rewrittenDecorator(context, node);
    if (decorator !== undefined) decorators.push(context.expression(decorator));
    else {
      statements.push(...lowerStatement(context, node, decorators));
      decorators = [];
    }
  }
  return statements;
}

/** `@a[0].b` is parsed as the statement `~a[0].b`, because the parser only accepts dotted names. */
function rewrittenDecorator(context: Context, node: Node): Node | undefined {
  if (node.name !== 'ExpressionStatement' || context.text[node.from] !== '@') return undefined;
  return node.children[0];
}

function lowerStatement(
  context: Context,
  node: Node,
  decorators: readonly Expression[],
): readonly Statement[] {
  switch (node.name) {
    case 'ExpressionStatement':
      return lowerEvaluation(context, node);
    case 'AssignStatement':
      return lowerAssignment(context, node);
    case 'UpdateStatement':
      return lowerUpdate(context, node);
    case 'ReturnStatement':
      return [lowerReturn(context, node)];
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return lowerDefinition(context, node, decorators, node);
    case 'DecoratedStatement':
      return lowerDecorated(context, node, decorators);
    case 'StatementGroup':
      return context.statements(node.children.filter(({ name }) => name !== ';'));
    case 'ImportStatement':
      return lowerImport(context, node);
    case 'MatchStatement':
      return lowerMatch(context, node);
    case 'RaiseStatement':
      return [lowerRaise(context, node)];
    case 'AssertStatement':
      return [lowerAssert(context, node)];
    case 'DeleteStatement':
      return lowerDelete(context, node);
    case 'BreakStatement':
      return [{ kind: 'break', at: spanOf(node) }];
    case 'ContinueStatement':
      return [{ kind: 'continue', at: spanOf(node) }];
    case 'YieldStatement':
      return [{ kind: 'evaluate', value: context.expression(node), at: spanOf(node) }];
    default:
      return lowerOther(context, node);
  }
}

function lowerOther(context: Context, node: Node): readonly Statement[] {
  switch (node.name) {
    case 'ScopeStatement':
      declareScope(context, node);
      return [];
    case 'TypeDefinition':
      return lowerTypeDefinition(context, node);
    case 'PrintStatement':
      return lowerPrint(context, node);
    case '⚠':
      return lowerSkipped(context, node);
    default:
      return lowerBlock(context, node) ?? [];
  }
}

/** A docstring or `...` has no effect. */
function lowerEvaluation(context: Context, node: Node): readonly Statement[] {
  const value = lowerTuple(context, node.children);
  const hasEffect =
    value.kind !== 'literal' && !(node.children.length === 1 && node.children[0]?.name === 'Ellipsis');
  return hasEffect ? [{ kind: 'evaluate', value, at: spanOf(node) }] : [];
}

/** `a = b = value`, `a: int = value` and `a: int`. */
function lowerAssignment(context: Context, node: Node): readonly Statement[] {
  const signs = node.children.flatMap(({ name }, at) => (name === 'AssignOp' ? [at] : []));
  const last = signs.at(-1);
  if (last === undefined) {
    const declared = node.children.filter(({ name }) => name !== 'TypeDef');
    // In a function, `a: int` makes `a` a local variable. Elsewhere it binds nothing.
    if (context.scope.kind === 'function' && declared.length === 1) lowerTargets(context, declared);
    return [];
  }
  const value = lowerTuple(context, node.children.slice(last + 1));
  const targets = signs.flatMap((at, index) => {
    const start = index === 0 ? 0 : (signs[index - 1] ?? 0) + 1;
    const nodes = node.children.slice(start, at).filter(({ name }) => name !== 'TypeDef');
    return lowerTargets(context, nodes) ?? [];
  });
  const at = spanOf(node);
  return targets.length === 0 ? [{ kind: 'evaluate', value, at }] : [{ kind: 'assign', targets, value, at }];
}

function lowerUpdate(context: Context, node: Node): readonly Statement[] {
  const sign = node.children.findIndex(({ name }) => name === 'UpdateOp');
  const operator = node.children[sign];
  const at = spanOf(node);
  const value = lowerTuple(context, node.children.slice(sign + 1));
  const target = lowerTargets(context, node.children.slice(0, sign));
  if (target === undefined || operator === undefined) return [{ kind: 'evaluate', value, at }];
  const update = operatorOf(context.textOf(operator).slice(0, -1));
  return [{ kind: 'assign', targets: [target], value, update, at }];
}

function lowerReturn(context: Context, node: Node): Statement {
  const values = node.children.slice(1).filter((child) => !isEmptyError(child));
  const at = spanOf(node);
  return values.length === 0
    ? { kind: 'return', at }
    : { kind: 'return', value: lowerTuple(context, values), at };
}

function isEmptyError(node: Node): boolean {
  return isError(node) && node.children.length === 0;
}

/** `raise value from cause`, and Python 2's `raise Type, value`. */
function lowerRaise(context: Context, node: Node): Statement {
  const parts = node.children.slice(1).filter((child) => !isError(child));
  const at = spanOf(node);
  const from = parts.findIndex(({ name }) => name === 'from');
  const value = from === -1 ? parts : parts.slice(0, from);
  if (value.length === 0) return { kind: 'raise', at };
  const cause = from === -1 ? undefined : parts[from + 1];
  return {
    kind: 'raise',
    value: lowerTuple(context, value),
    ...(cause && { cause: context.expression(cause) }),
    at,
  };
}

function lowerAssert(context: Context, node: Node): Statement {
  const [condition, message] = commaGroups(node.children.slice(1)).map((group) => group[0]);
  const at = spanOf(node);
  const tested = condition === undefined ? unknown(at) : context.expression(condition);
  const values = message === undefined ? [] : [{ value: context.expression(message) }];
  const place = values[0]?.value.at ?? at;
  const error: Expression = {
    kind: 'call',
    callee: named('AssertionError', place),
    arguments: values,
    at: place,
  };
  return branch(operation('not', [tested], tested.at), [{ kind: 'raise', value: error, at }], [], at);
}

function lowerDelete(context: Context, node: Node): readonly Statement[] {
  const target = lowerTargets(context, node.children.slice(1));
  return target === undefined
    ? []
    : deletions(target).map((one) => ({ kind: 'delete', target: one, at: one.at }));
}

function deletions(target: Target): readonly Target[] {
  if (target.kind !== 'sequence-target') return [target];
  return target.items.flatMap((item) => (item === undefined ? [] : deletions(item.target)));
}

function declareScope(context: Context, node: Node): void {
  const isGlobal = node.children[0]?.name === 'global';
  const { globals, nonlocals } = context.scope;
  for (const child of node.children) {
    if (child.name === 'VariableName') (isGlobal ? globals : nonlocals).add(context.textOf(child));
  }
}

/** `type Name = value`. */
function lowerTypeDefinition(context: Context, node: Node): readonly Statement[] {
  const name = childNamed(node, 'VariableName');
  const value = node.children.at(-1);
  if (name === undefined || value === undefined || value === name) return [];
  const at = spanOf(node);
  return [{ kind: 'assign', targets: [context.binding(name)], value: context.expression(value), at }];
}

/** Python 2's `print value`. */
function lowerPrint(context: Context, node: Node): readonly Statement[] {
  const value = node.children[1];
  if (value === undefined) return [];
  const call: Expression = {
    kind: 'call',
    callee: named('print', { start: node.from, end: node.from + 'print'.length }),
    arguments: [{ value: context.expression(value) }],
    at: spanOf(node),
  };
  return [{ kind: 'evaluate', value: call, at: spanOf(node) }];
}

function lowerSkipped(context: Context, node: Node): readonly Statement[] {
  const parts = node.children.filter(({ name }) =>
    /Expression$|^(?:Continued|Format)?String$|^VariableName$/.test(name),
  );
  if (parts.length === 0) return [];
  const value = unknown(
    spanAround(parts),
    parts.map((part) => context.expression(part)),
  );
  return [{ kind: 'evaluate', value, at: spanOf(node) }];
}

function lowerDecorated(context: Context, node: Node, before: readonly Expression[]): readonly Statement[] {
  const written = node.children.flatMap((child) =>
    child.name === 'Decorator' ? (decoratorOf(context, child) ?? []) : [],
  );
  const decorators = [...before, ...written];
  const definition = node.children.find(({ name }) => /^(?:Function|Class)Definition$/.test(name));
  if (definition !== undefined) return lowerDefinition(context, definition, decorators, node);
  return decorators.map((value) => ({ kind: 'evaluate', value, at: value.at }));
}

/** Builds `a.b(c)` from the flat children of a decorator. */
function decoratorOf(context: Context, node: Node): Expression | undefined {
  const parts = node.children.filter(({ name }) => name === 'VariableName');
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  let expression: Expression = context.variable(first);
  for (const part of others) {
    const at = { start: first.from, end: part.to };
    expression = { kind: 'member', object: expression, name: context.textOf(part), at };
  }
  const list = childNamed(node, 'ArgList');
  if (list === undefined) return expression;
  return {
    kind: 'call',
    callee: expression,
    arguments: lowerArguments(context, list),
    at: { start: first.from, end: list.to },
  };
}

/** A method is added to its class. Any other definition assigns to its name. */
function lowerDefinition(
  context: Context,
  node: Node,
  decorators: readonly Expression[],
  whole: Node,
): readonly Statement[] {
  const nameNode = childNamed(node, 'VariableName');
  if (node.name === 'ClassDefinition') {
    const value = lowerClass(context, node, decorators);
    return assigned(context, nameNode, value, whole);
  }
  const value = lowerFunction(context, node, decorators);
  if (context.scope.kind === 'class') {
    context.scope.methods.push(value.code);
    return [];
  }
  return assigned(context, nameNode, value, whole);
}

function assigned(
  context: Context,
  name: Node | undefined,
  value: Expression,
  whole: Node,
): readonly Statement[] {
  const at = spanOf(whole);
  if (name === undefined) return [{ kind: 'evaluate', value, at }];
  return [{ kind: 'assign', targets: [context.binding(name)], value, at }];
}
