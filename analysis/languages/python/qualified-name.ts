import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/binding.ts';
import type { Origins } from '../../flow/origins.ts';
import type { Frame, Origin } from '../../flow/origin.ts';
import { attributeOf, childrenOf, isSameNode } from './syntax.ts';

/**
 * The dotted name of what an origin is, imports followed: `sv` after `from utils import secret_vault as
 * sv` is `utils.secret_vault`. Relative imports start with their dots. Undefined: no such name.
 */
export function qualifiedName(origins: Origins, origin: Origin): string | undefined {
  const { node, frame } = origin;
  const attribute = attributeOf(node);
  if (attribute !== undefined) {
    const object = qualifiedNameOf(origins, attribute.object, frame);
    return object === undefined ? undefined : `${object}.${origins.module.textOf(attribute.property)}`;
  }
  if (node.name !== 'VariableName') return undefined;
  if (node.parent?.name === 'ImportStatement') return importedName(origins.module.text, node.parent, node);
  // A parameter or a definition called `os` is not the module.
  return bindingAt(origins.module.text, node) === undefined ? origins.module.textOf(node) : undefined;
}

/** Undefined unless all that the expression may be has one and the same name. */
export function qualifiedNameOf(
  origins: Origins,
  expression: SyntaxNode,
  frame: Frame | undefined,
): string | undefined {
  const names = new Set(origins.of(expression, frame).map((origin) => qualifiedName(origins, origin)));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

function importedName(text: string, statement: SyntaxNode, name: SyntaxNode): string {
  const source = name.prevSibling?.name === 'as' ? name.prevSibling.prevSibling : name;
  const last = source ?? name;
  const children = childrenOf(statement);
  const from = statement.getChild('from');
  if (from === null) return dottedBefore(text, children, last);
  const module = children.filter((child) => child.from >= from.to && child.to <= importWord(statement, last));
  return joined(
    text.slice(module[0]?.from ?? 0, module.at(-1)?.to ?? 0).replaceAll(/\s/g, ''),
    text.slice(last.from, last.to),
  );
}

function importWord(statement: SyntaxNode, fallback: SyntaxNode): number {
  return statement.getChild('import')?.from ?? fallback.from;
}

function joined(module: string, name: string): string {
  return module === '' || module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
}

/** `import a.b as c`: all of `a.b` for `c`. `import a.b` binds `a`, which is just itself. */
function dottedBefore(text: string, children: readonly SyntaxNode[], last: SyntaxNode): string {
  const end = children.findIndex((child) => isSameNode(child, last));
  let start = end;
  while (children[start - 1]?.name === '.') start -= 2;
  return text.slice(children[start]?.from ?? last.from, last.to).replaceAll(/\s/g, '');
}

/** Modules that a file imports everything from. */
export function starImports(origins: Origins): readonly string[] {
  const imports = origins.module.text.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*\*/gm);
  return [...imports].map((match) => match[1] ?? '');
}
