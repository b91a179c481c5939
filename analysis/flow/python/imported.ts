import type { SyntaxNode } from '@lezer/common';
import { childrenOf, isSameNode } from '../../syntax/python/syntax.ts';

/** What an import binds a name to: a module, or a member of a module. Relative imports keep their dots. */
export interface Imported {
  readonly module: string;
  /** Absent if the name is the module itself. */
  readonly name?: string;
}

/** `name` is the name that an import binds: `c` of `import a.b as c`, `k` of `from m import n as k`. */
export function importedAs(text: string, name: SyntaxNode): Imported | undefined {
  const statement = name.parent;
  if (statement?.name !== 'ImportStatement') return undefined;
  const source = name.prevSibling?.name === 'as' ? name.prevSibling.prevSibling : name;
  const last = source ?? name;
  const children = childrenOf(statement);
  const from = statement.getChild('from');
  if (from === null) return { module: dottedBefore(text, children, last) };
  const end = statement.getChild('import')?.from ?? last.from;
  const module = children.filter((child) => child.from >= from.to && child.to <= end);
  return {
    module: text.slice(module[0]?.from ?? 0, module.at(-1)?.to ?? 0).replaceAll(/\s/g, ''),
    name: text.slice(last.from, last.to),
  };
}

/** The module of `from module import …`. */
export function moduleOfStar(text: string, statement: SyntaxNode): string {
  const start = statement.getChild('from')?.to ?? statement.from;
  const end = statement.getChild('import')?.from ?? start;
  return text.slice(start, end).replaceAll(/\s|\\/g, '');
}

/** `import a.b as c`: the full `a.b` for `c`. `import a.b` binds `a`, which is only itself. */
function dottedBefore(text: string, children: readonly SyntaxNode[], last: SyntaxNode): string {
  const end = children.findIndex((child) => isSameNode(child, last));
  let start = end;
  while (children[start - 1]?.name === '.') start -= 2;
  return text.slice(children[start]?.from ?? last.from, last.to).replaceAll(/\s/g, '');
}

/** `a` and `b` give `a.b`; `.` and `b` give `.b`. */
export function dotted(module: string, name: string): string {
  return module === '' || module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
}
