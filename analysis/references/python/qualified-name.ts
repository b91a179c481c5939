import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { dotted, importedAs } from '../../flow/python/imported.ts';
import type { Frame, Origin, OriginFinder } from '../../flow/python/origin.ts';
import { attributeOf } from '../../syntax/python/syntax.ts';

/**
 * Returns the dotted name of an origin with imports resolved: after `from utils import secret_vault as sv`,
 * `sv` is `utils.secret_vault`. Relative imports start with their dots. Undefined if the origin has no such
 * name.
 */
export function qualifiedName(origins: OriginFinder, origin: Origin): string | undefined {
  const { node, frame } = origin;
  const attribute = attributeOf(node);
  if (attribute !== undefined) {
    const object = qualifiedNameOf(origins, attribute.object, frame);
    return object === undefined ? undefined : `${object}.${origins.module.textOf(attribute.property)}`;
  }
  if (node.name !== 'VariableName') return undefined;
  const imported = importedAs(origins.module.text, node);
  if (imported !== undefined)
    return imported.name === undefined ? imported.module : dotted(imported.module, imported.name);
  // A parameter or definition called `os` is not the module.
  return bindingAt(origins.module.text, node) === undefined ? origins.module.textOf(node) : undefined;
}

/** Undefined unless all possible values of the expression have the same name. */
export function qualifiedNameOf(
  origins: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): string | undefined {
  const names = new Set(origins.of(expression, frame).map((origin) => qualifiedName(origins, origin)));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

/** Modules that the file imports with `*`. */
export function starImports(origins: OriginFinder): readonly string[] {
  const imports = origins.module.text.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*\*/gm);
  return [...imports].map((match) => match[1] ?? '');
}
