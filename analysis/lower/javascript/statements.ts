import type { Expression, Statement } from '../../ir/ir.ts';
import { classDeclaration } from './classes.ts';
import { expressionStatement } from './effects.ts';
import { functionDeclaration } from './functions.ts';
import { evaluated, type LowerStatement, type Lowering, literal, operation } from './lowering.ts';
import { isLostEquals } from './misread.ts';
import { assignedValue } from './operators.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';
import { type Declaring, defaultAfter, isPattern, targetOf } from './targets.ts';

/** `let a = 1, { b } = c;` */
const variables: LowerStatement = (lowering, node) => {
  const keyword = hasChild(node, 'var') ? 'var' : 'let';
  return node.children.flatMap((child, at): readonly Statement[] => {
    if (!isPattern(child)) return [];
    const target = targetOf(lowering, child, keyword);
    const written = defaultAfter(lowering, node.children.slice(at));
    const isEmpty = written === undefined && child.name === 'VariableDefinition';
    const isComplete = node.children[at + 1]?.name !== 'Equals';
    if (isEmpty && isComplete && keyword === 'var') return [];
    const isUndefined = isEmpty && isComplete && !hasChild(node, 'const');
    const value = isUndefined ? literal(undefined, child) : lowering.expression(written, child);
    if (target === undefined) return [evaluated(value)];
    return [{ kind: 'assign', targets: [target], value, at: { start: child.from, end: value.at.end } }];
  });
};

/**
 * Lowers consecutive statements. Joins those that the parser splits: the assignment to a pattern that
 * contains members, `import x = …` and `declare module "x" {}`.
 */
export function sequenceOf(lowering: Lowering, nodes: readonly Node[]): readonly Statement[] {
  const statements: Statement[] = [];
  let at = 0;
  while (at < nodes.length) {
    const node = nodes[at];
    const next = nodes[at + 1];
    if (node === undefined) break;
    const joined = next && joinedWith(lowering, node, next);
    statements.push(...(joined ?? lowering.statement(node)));
    at += joined === undefined ? 1 : 2;
    if (joined !== undefined && node.name === 'AmbientDeclaration' && nodes[at]?.name === 'Block') at++;
  }
  return statements;
}

/** Whether the parser ended a statement too early, so that the next one belongs to it. */
export function isSplitBefore({ name, children }: Node, next: string): boolean {
  const last = children.at(-1);
  if (next === 'Block' && name === 'ExpressionStatement')
    return last?.name === 'ParenthesizedExpression' && isLostEquals(last.children.at(-1));
  if (next !== 'ExpressionStatement') return false;
  switch (name) {
    case 'ExpressionStatement':
    case 'ImportDeclaration':
      return isLostEquals(last);
    case 'ExportDeclaration':
      return last?.name === '⚠' && hasChild(last, 'import');
    case 'AmbientDeclaration': {
      const declared = last?.name === 'NamespaceDeclaration' ? last : undefined;
      return declared !== undefined && hasChild(declared, 'module') && !hasChild(declared, 'Block');
    }
    default:
      return false;
  }
}

function joinedWith(lowering: Lowering, node: Node, next: Node): readonly Statement[] | undefined {
  if (!isSplitBefore(node, next.name)) return undefined;
  // The value is parsed again, and the block is part of it.
  if (next.name === 'Block') return lowering.statement(node);
  if (node.name === 'AmbientDeclaration' || hasChild(node, 'type')) return [];
  const expression = next.children.find(lowering.isExpression);
  if (node.name === 'ExportDeclaration') return importedAlias(lowering, expression);
  const written = node.children.find((child) => isPattern(child) || lowering.isExpression(child));
  if (written === undefined) return undefined;
  const declaring: Declaring = node.name === 'ImportDeclaration' ? 'let' : undefined;
  const target = targetOf(lowering, written, declaring);
  const value = lowering.expression(expression, next);
  const at = { start: node.from, end: next.to };
  return [target === undefined ? evaluated(value) : { kind: 'assign', targets: [target], value, at }];
}

/** `export import name = …` of TypeScript. */
function importedAlias(lowering: Lowering, node: Node | undefined): readonly Statement[] | undefined {
  const [name] = node?.children ?? [];
  if (node?.name !== 'AssignmentExpression' || name?.name !== 'VariableName') return undefined;
  const at = spanOf(node);
  const target = lowering.names.declare(lowering.textOf(name), spanOf(name), 'let');
  return [
    { kind: 'assign', targets: [target], value: assignedValue(lowering, node), at },
    { kind: 'export', names: [{ name: lowering.textOf(name), value: lowering.use(name) }], at },
  ];
}

const returned: LowerStatement = (lowering, node) => {
  const written = node.children.find(lowering.isExpression);
  const value = written && lowering.expression(written, node);
  return [{ kind: 'return', ...(value && { value }), at: spanOf(node) }];
};

const thrown: LowerStatement = (lowering, node) => [
  {
    kind: 'raise',
    value: lowering.expression(node.children.find(lowering.isExpression), node),
    at: spanOf(node),
  },
];

const condition: LowerStatement = (lowering, node) => {
  const { children } = node;
  const tested = childNamed(node, 'ParenthesizedExpression');
  const other = children.findIndex(({ name }) => name === 'else');
  const isBefore = (position: number): boolean => other === -1 || position < other;
  const then = children.find((child, at) => isBefore(at) && lowering.isStatement(child));
  const otherwise = other === -1 ? undefined : children.slice(other).find(lowering.isStatement);
  return [
    {
      kind: 'branch',
      condition: lowering.expression(tested, node),
      // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
      then: lowering.block(then),
      otherwise: lowering.block(otherwise),
      at: spanOf(node),
    },
  ];
};

const attempt: LowerStatement = (lowering, node) => {
  const handler = childNamed(node, 'CatchClause');
  const last = childNamed(node, 'FinallyClause');
  return [
    {
      kind: 'try',
      body: lowering.block(childNamed(node, 'Block')),
      handlers: handler === undefined ? [] : [caught(lowering, handler)],
      otherwise: [],
      finally: lowering.block(last && childNamed(last, 'Block')),
      at: spanOf(node),
    },
  ];
};

function caught(lowering: Lowering, node: Node): (Statement & { readonly kind: 'try' })['handlers'][number] {
  return lowering.names.inBlock(() => {
    const pattern = node.children.find(isPattern);
    const target = pattern && targetOf(lowering, pattern, 'let');
    return { ...(target && { target }), body: lowering.block(childNamed(node, 'Block')) };
  });
}

/** The loop of `label: for (…)` is the last statement of a block with that label. */
const labeled: LowerStatement = (lowering, node) => {
  const label = childNamed(node, 'Label');
  const inner = node.children.find(lowering.isStatement);
  const body = inner?.name === 'Block' ? lowering.block(inner) : lowering.statement(inner);
  return [{ kind: 'block', ...(label && { label: lowering.textOf(label) }), body, at: spanOf(node) }];
};

const jump =
  (kind: 'break' | 'continue'): LowerStatement =>
  (lowering, node) => {
    const written = childNamed(node, 'Label');
    const label = written === undefined ? undefined : lowering.textOf(written);
    const left = label ?? (kind === 'break' ? lowering.switchLabel : undefined);
    return [{ kind, ...(left !== undefined && { label: left }), at: spanOf(node) }];
  };

const block: LowerStatement = (lowering, node) => [
  { kind: 'block', body: lowering.block(node), at: spanOf(node) },
];

/** `with (object) …` is not possible in modules. */
const withObject: LowerStatement = (lowering, node) => {
  const object: Expression = operation('void', node, [
    lowering.expression(childNamed(node, 'ParenthesizedExpression'), node),
  ]);
  return [evaluated(object), ...lowering.block(node.children.find(lowering.isStatement))];
};

const nothing: LowerStatement = () => [];

export const statements: readonly (readonly [string, LowerStatement])[] = [
  ['VariableDeclaration', variables],
  ['FunctionDeclaration', functionDeclaration],
  ['ClassDeclaration', classDeclaration],
  ['ExpressionStatement', expressionStatement],
  ['ReturnStatement', returned],
  ['ThrowStatement', thrown],
  ['IfStatement', condition],
  ['TryStatement', attempt],
  ['LabeledStatement', labeled],
  ['BreakStatement', jump('break')],
  ['ContinueStatement', jump('continue')],
  ['Block', block],
  ['WithStatement', withObject],
  ['DebuggerStatement', nothing],
  ['TypeAliasDeclaration', nothing],
  ['InterfaceDeclaration', nothing],
  ['AmbientDeclaration', nothing],
  [';', nothing],
];
