import type { SyntaxNode } from '@lezer/common';
import { childrenOf, isSameNode } from '../../syntax/python/syntax.ts';

/** The module, or module member, that an import binds to a name. Relative imports keep their dots. */
export interface Imported {
  readonly module: string;
  /** Absent if the name refers to the module itself. */
  readonly name?: string;
}

/** `name` is the name bound by an import: `c` in `import a.b as c`, or `k` in `from m import n as k`. */
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

/** Returns the module in `from module import …`. */
export function moduleOfStar(text: string, statement: SyntaxNode): string {
  const start = statement.getChild('from')?.to ?? statement.from;
  const end = statement.getChild('import')?.from ?? start;
  return text.slice(start, end).replaceAll(/\s|\\/g, '');
}

/**
 * In `import a.b as c`, `c` refers to the full path `a.b`. `import a.b` binds `a`, which refers only to `a`.
 */
function dottedBefore(text: string, children: readonly SyntaxNode[], last: SyntaxNode): string {
  const end = children.findIndex((child) => isSameNode(child, last));
  let start = end;
  while (children[start - 1]?.name === '.') start -= 2;
  return text.slice(children[start]?.from ?? last.from, last.to).replaceAll(/\s/g, '');
}

/** Joins `a` and `b` as `a.b`, and `.` and `b` as `.b`. */
export function dotted(module: string, name: string): string {
  return module === '' || module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
}
