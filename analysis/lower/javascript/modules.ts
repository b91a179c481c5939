import type { ExportStatement, Expression, ImportStatement, Statement } from '../../ir/ir.ts';
import { stringIn } from './literals.ts';
import { type LowerStatement, type Lowering, operation, unknown } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';

const importStatement: LowerStatement = (lowering, node) => {
  const source = childNamed(node, 'String');
  const module = source && stringIn(lowering, source);
  if (module === undefined || hasChild(node, 'type')) return [];
  const names = node.children.flatMap((child, at): ImportStatement['names'] => {
    if (child.name === 'ImportGroup') return importedNames(lowering, child);
    if (child.name !== 'VariableDefinition') return [];
    const as = declared(lowering, child);
    return [node.children[at - 1]?.name === 'as' ? { as } : { name: 'default', as }];
  });
  const isForEffects = !node.children.some(({ name }) => name === 'from');
  return [{ kind: 'import', module, names: isForEffects ? [{}] : names, at: spanOf(node) }];
};

function declared(lowering: Lowering, node: Node): string {
  const name = lowering.textOf(node);
  lowering.names.declare(name, spanOf(node), 'let');
  return name;
}

/** `{ a, b as c, type D }` */
function importedNames(lowering: Lowering, group: Node): ImportStatement['names'] {
  return listed(group).flatMap((nodes): ImportStatement['names'] => {
    const [first] = nodes;
    const binding = nodes.findLast(({ name }) => name === 'VariableDefinition');
    if (first === undefined || binding === undefined || first.name === 'type') return [];
    return [{ name: nameIn(lowering, first), as: declared(lowering, binding) }];
  });
}

/** The children between commas. */
function listed({ children }: Node): readonly (readonly Node[])[] {
  const lists: Node[][] = [[]];
  for (const child of children) {
    if (child.name === ',') lists.push([]);
    else if (child.name !== '⚠') lists.at(-1)?.push(child);
  }
  return lists;
}

function nameIn(lowering: Lowering, node: Node): string {
  const value = node.name === 'String' ? stringIn(lowering, node) : undefined;
  return value ?? lowering.textOf(node);
}

const exportStatement: LowerStatement = (lowering, node) => {
  const { statements, names } = exportedDeclaration(lowering, node);
  const at = spanOf(node);
  if (statements.length > 0 || names.length > 0)
    return names.length === 0 ? statements : [...statements, { kind: 'export', names, at }];
  if (hasChild(node, 'type')) return [];
  if (hasChild(node, 'default')) return exportedDefault(lowering, node);
  if (hasChild(node, 'Equals')) return exportedWhole(lowering, node);
  const source = hasChild(node, 'from') ? node.children.findLast(({ name }) => name === 'String') : undefined;
  const module = source && stringIn(lowering, source);
  const found = exportedNames(lowering, node, module);
  return found.length === 0
    ? []
    : [{ kind: 'export', names: found, ...(module !== undefined && { module }), at }];
};

export interface ExportedDeclaration {
  readonly statements: readonly Statement[];
  readonly names: ExportStatement['names'];
}

/** `export const a = 1` and similar declarations. */
function exportedDeclaration(lowering: Lowering, node: Node): ExportedDeclaration {
  const isDefault = hasChild(node, 'default');
  const declaration = isDefault ? undefined : node.children.find(lowering.isStatement);
  if (declaration === undefined) return { statements: [], names: [] };
  const statements = lowering.statement(declaration);
  const definitions =
    statements.length === 0 ? declaredWithoutValue(declaration) : definitionsIn(declaration);
  const names = definitions.map((definition) => ({
    name: lowering.textOf(definition),
    value: lowering.use(definition),
  }));
  return { statements, names };
}

function declaredWithoutValue(declaration: Node): readonly Node[] {
  return declaration.name === 'VariableDeclaration' ? definitionsIn(declaration) : [];
}

const containers = new Set(['ArrayPattern', 'ObjectPattern', 'PatternProperty']);

/** The names that a declaration declares. */
function definitionsIn(declaration: Node): readonly Node[] {
  const isPatterned = declaration.name === 'VariableDeclaration';
  const found: Node[] = [];
  const open = [...declaration.children].toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.name === 'VariableDefinition' || node.name === 'TypeDefinition') found.push(node);
    else if (containers.has(node.name)) open.push(...[...node.children].toReversed());
    if (!isPatterned && found.length > 0) break;
  }
  return found;
}

function exportedDefault(lowering: Lowering, node: Node): readonly Statement[] {
  const at = spanOf(node);
  const declaration = childNamed(node, 'FunctionDeclaration', 'ClassDeclaration');
  if (declaration !== undefined) {
    const [statement] = lowering.statement(declaration);
    if (statement?.kind === 'assign') {
      const [target] = statement.targets;
      const value = target?.kind === 'name' ? lowering.names.use(target.name, target.at) : unknown(node);
      return [statement, { kind: 'export', names: [{ name: 'default', value }], at }];
    }
    if (statement?.kind !== 'evaluate') return [];
    return [{ kind: 'export', names: [{ name: 'default', value: statement.value }], at }];
  }
  const value = lowering.expression(node.children.find(lowering.isExpression), node);
  return [{ kind: 'export', names: [{ name: 'default', value }], at }];
}

/** `export = value` of TypeScript is `module.exports = value`. */
function exportedWhole(lowering: Lowering, node: Node): readonly Statement[] {
  const at = spanOf(node);
  const object: Expression = lowering.names.use('module', at);
  const value = lowering.expression(node.children.find(lowering.isExpression), node);
  return [{ kind: 'assign', targets: [{ kind: 'member', object, name: 'exports', at }], value, at }];
}

function exportedNames(lowering: Lowering, node: Node, module: string | undefined): ExportStatement['names'] {
  const group = childNamed(node, 'ExportGroup');
  if (group === undefined) {
    if (!hasChild(node, 'Star') || module === undefined) return [];
    const as = node.children[node.children.findIndex(({ name }) => name === 'as') + 1];
    const isNamed = hasChild(node, 'as') && as !== undefined;
    return isNamed ? [{ name: nameIn(lowering, as), from: '*' }] : [{ name: '*' }];
  }
  return listed(group).flatMap((nodes): ExportStatement['names'] => {
    const [first] = nodes;
    const last = nodes.at(-1);
    if (first === undefined || last === undefined) return [];
    // The parser reads `type` as a name.
    if (/^type\s+(?!as\b)[\w$"']/.test(lowering.text.slice(first.from, first.from + 100))) return [];
    const name = nameIn(lowering, last);
    const from = nameIn(lowering, first);
    return [module === undefined ? { name, value: lowering.names.use(from, spanOf(first)) } : { name, from }];
  });
}

/** `namespace A.B {}` assigns the result of a function that returns what is exported. */
const namespace: LowerStatement = (lowering, node) => {
  const [first, ...others] = node.children.filter(({ name }) =>
    /^(?:Variable|Property)Definition$/.test(name),
  );
  const block = childNamed(node, 'Block');
  if (first === undefined || block === undefined) return [];
  const at = spanOf(node);
  const target = lowering.names.declare(lowering.textOf(first), spanOf(first), 'let');
  let value = namespaceValue(lowering, block);
  for (const name of others.toReversed()) {
    const key: Expression = { kind: 'literal', value: lowering.textOf(name), at: spanOf(name) };
    value = { kind: 'dictionary', entries: [{ key, value }], at };
  }
  return [{ kind: 'assign', targets: [target], value, at }];
};

function namespaceValue(lowering: Lowering, block: Node): Expression {
  const at = spanOf(block);
  return lowering.names.inFunction((locals) => {
    const exported: ExportStatement['names'][number][] = [];
    const body = block.children.flatMap((child) => {
      if (child.name !== 'ExportDeclaration') return lowering.statements([child]);
      const { statements, names } = exportedDeclaration(lowering, child);
      exported.push(...names);
      return statements;
    });
    const entries = exported.map(({ name, value }) => ({
      key: { kind: 'literal' as const, value: name, at },
      value: value ?? operation('unknown', block, []),
    }));
    const result: Statement = { kind: 'return', value: { kind: 'dictionary', entries, at }, at };
    const code = {
      name: '',
      parameters: [],
      body: [...body, result],
      locals,
      globals: new Set<string>(),
      isAsync: false,
      isGenerator: false,
      decorators: [],
      at,
    };
    return { kind: 'call', callee: { kind: 'function', code, at }, arguments: [], at };
  });
}

export const moduleStatements: readonly (readonly [string, LowerStatement])[] = [
  ['ImportDeclaration', importStatement],
  ['ExportDeclaration', exportStatement],
  ['NamespaceDeclaration', namespace],
];
