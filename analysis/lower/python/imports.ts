import type { ImportStatement, Statement } from '../../ir/ir.ts';
import { type Context, spanOf } from './context.ts';
import { commaGroups, type Node } from './nodes.ts';

/**
 * Lowers all imports. `import a.b` binds `a`, so it becomes an import of `a.b` that binds nothing, and an
 * import of `a`.
 */
export function lowerImport(context: Context, node: Node): readonly Statement[] {
  const isFrom = node.children[0]?.name === 'from';
  return isFrom ? [lowerFrom(context, node)] : lowerModules(context, node);
}

function lowerFrom(context: Context, node: Node): ImportStatement {
  const border = node.children.findIndex(({ name }) => name === 'import');
  const path = node.children.slice(1, border === -1 ? node.children.length : border);
  const imported = border === -1 ? [] : node.children.slice(border + 1);
  const names = commaGroups(imported.filter(({ name }) => name !== '(' && name !== ')'));
  return {
    kind: 'import',
    module: dotted(context, path),
    names: names.flatMap((group) => importedName(context, group) ?? []),
    at: spanOf(node),
  };
}

function importedName(
  context: Context,
  group: readonly Node[],
): ImportStatement['names'][number] | undefined {
  const [first] = group;
  if (first?.name === '*') return { name: '*' };
  if (first?.name !== 'VariableName') return undefined;
  const alias = aliasIn(group);
  return { name: context.textOf(first), as: context.binding(alias ?? first).name };
}

function aliasIn(group: readonly Node[]): Node | undefined {
  const at = group.findIndex(({ name }) => name === 'as');
  const alias = at === -1 ? undefined : group[at + 1];
  return alias?.name === 'VariableName' ? alias : undefined;
}

function lowerModules(context: Context, node: Node): readonly Statement[] {
  return commaGroups(node.children.slice(1)).flatMap((group) => {
    const [first] = group;
    if (first?.name !== 'VariableName') return [];
    const border = group.findIndex(({ name }) => name === 'as');
    const module = dotted(context, border === -1 ? group : group.slice(0, border));
    const at = { start: first.from, end: group.at(-1)?.to ?? first.to };
    const alias = aliasIn(group);
    if (alias !== undefined) return [importing(module, [{ as: context.binding(alias).name }], at)];
    const top = context.binding(first).name;
    const bound = importing(top, [{ as: top }], at);
    return module === top ? [bound] : [importing(module, [], at), bound];
  });
}

function importing(
  module: string,
  names: ImportStatement['names'],
  at: ImportStatement['at'],
): ImportStatement {
  return { kind: 'import', module, names, at };
}

/** The parts are names, dots and `...`. */
function dotted(context: Context, parts: readonly Node[]): string {
  const known = parts.filter(({ name }) => name === 'VariableName' || name === '.' || name === 'Ellipsis');
  return known.map((part) => context.textOf(part)).join('');
}
