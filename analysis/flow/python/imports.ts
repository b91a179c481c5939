import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { dotted, importedAs, moduleOfStar } from './imported.ts';
import type { Origin, OriginFinder } from './origin.ts';

/**
 * Returns the origin of an imported name in the module that defines it. Undefined if that module is not a
 * file of the project or does not contain the name.
 */
export function importedOrigins(finder: OriginFinder, binding: Binding): readonly Origin[] | undefined {
  const { module } = finder;
  const imported = importedAs(module.text, binding.node);
  if (imported === undefined) return undefined;
  const other = finder.others.find(imported.module, module.uri);
  if (imported.name === undefined) return other && [moduleOrigin(other)];
  const found = other && memberOfModule(other, imported.name);
  if (found !== undefined) return found;
  const submodule = finder.others.find(dotted(imported.module, imported.name), module.uri);
  return submodule && [moduleOrigin(submodule)];
}

/** The origin of a module is the root of its own tree. */
function moduleOrigin(finder: OriginFinder): Origin {
  return { node: finder.module.root, frame: undefined, finder };
}

/** Resolves `module.name` if `origin` is a module or an external package. Undefined otherwise. */
export function memberOfImport(
  { node, finder }: Origin,
  path: string,
  name: string,
): readonly Origin[] | undefined {
  if (node.name === 'Script') return memberOfModule(finder, name) ?? submoduleOf(finder, name);
  const folder = namespaceOf(finder, node, path);
  const submodule =
    folder === undefined ? undefined : finder.others.find(dotted(folder, name), finder.module.uri);
  return submodule && [moduleOrigin(submodule)];
}

/** A folder without `__init__.py` is not a file. Its modules are found by the dotted name as written. */
function namespaceOf(finder: OriginFinder, node: SyntaxNode, path: string): string | undefined {
  const imported = node.name === 'VariableName' ? importedAs(finder.module.text, node) : undefined;
  if (imported?.name !== undefined) return dotted(imported.module, imported.name);
  if (imported !== undefined) return imported.module;
  const isWritten = node.name === 'MemberExpression' && /^\w+(?:\.\w+)*$/.test(path);
  return isWritten && finder.module.imports(path) ? path : undefined;
}

function submoduleOf(finder: OriginFinder, name: string): readonly Origin[] | undefined {
  const { uri } = finder.module;
  const submodule = uri.endsWith('/__init__.py') ? finder.others.find(`.${name}`, uri) : undefined;
  return submodule && [moduleOrigin(submodule)];
}

/**
 * Returns what `name` refers to at the end of a module, for files that import it. Undefined if that cannot be
 * determined.
 */
export function memberOfModule(finder: OriginFinder, name: string): readonly Origin[] | undefined {
  const found = finder.ofGlobal(name);
  return found === undefined || finder.isChangedFromOutside(name) ? undefined : found;
}

/**
 * Resolves a name that can only come from `from names import *`. Returns the star itself if the import is not
 * resolved, and undefined if nothing provides the name.
 */
export function starredOrigins(finder: OriginFinder, name: string): readonly Origin[] | undefined {
  if (name.startsWith('_')) return undefined;
  const { module } = finder;
  for (const { node, owner } of module.starImports.toReversed()) {
    const unknown = [{ node, frame: undefined, finder }];
    const other = finder.others.find(moduleOfStar(module.text, owner), module.uri);
    if (other === undefined) return unknown;
    const isListed = isExported(other, name);
    if (isListed === undefined) return unknown;
    const found = isListed ? other.ofGlobal(name) : undefined;
    if (found !== undefined) return other.isChangedFromOutside(name) ? unknown : found;
  }
  return undefined;
}

const listed = /^__all__\s*(?::[^=\n]*)?=\s*[[(]([^\])]*)[\])][ \t]*(?:#.*)?$/m;

/** Whether `from module import *` provides a name. Undefined if `__all__` is computed and mentions it. */
function isExported({ module: { text } }: OriginFinder, name: string): boolean | undefined {
  if (!/\b__all__\b/.test(text)) return true;
  const quoted = new RegExp(`["']${name}["']`);
  const [, names] = text.match(/\b__all__\b/g)?.length === 1 ? (listed.exec(text) ?? []) : [];
  if (names !== undefined) return quoted.test(names);
  return quoted.test(text) ? undefined : false;
}
