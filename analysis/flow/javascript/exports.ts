import type { SyntaxNode } from '@lezer/common';
import { type OriginFinder, type FlowPlace, keyOfPlace, placeOf, takenOut } from './origin.ts';
import { isAssigned } from './paths.ts';
import { isSameNode } from '../../syntax/javascript/syntax.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';

/** Returns what a module exports under a name. Undefined unless that is exactly one thing. */
export function exportedFrom(finder: OriginFinder, name: string): readonly FlowPlace[] | undefined {
  if (!finder.module.text.includes('export')) return undefined;
  const found = name === 'default' ? exportedDefault(finder) : exportedNamed(finder, name);
  const distinct = found.length === 0 ? exportedWhole(finder, name) : found;
  if (distinct.length === 1) return distinct;
  return distinct.length === 0 ? exportedByStars(finder, name) : undefined;
}

function exportedNamed(finder: OriginFinder, name: string): readonly FlowPlace[] {
  const found: FlowPlace[] = [];
  // `exports.name = …` sets an object that `module.exports = …` replaces.
  const object = /\bmodule\.exports\s*=(?!=)/.test(finder.module.text)
    ? /^module\.exports$/
    : /^(?:module\.)?exports$/;
  for (const node of finder.module.occurrences([name])) {
    const owner = node.parent;
    if (/^(?:Variable|Type)Definition$/.test(node.name)) found.push(...declared(finder, node));
    else if (owner?.name === 'ExportGroup') found.push(...grouped(finder, node));
    else if (node.name === 'PropertyName' && owner?.name === 'MemberExpression')
      found.push(...assigned(finder, owner, object));
  }
  return found;
}

/** `export const NAME = …`, `export function name() {}`, `export enum Name {}`. */
function declared(finder: OriginFinder, node: SyntaxNode): readonly FlowPlace[] {
  const declaration = node.parent;
  const isFirst =
    isSameNode(declaration?.getChild(node.name), node) ||
    node.nextSibling?.name === 'Equals' ||
    isTyped(node);
  if (declaration?.parent?.name !== 'ExportDeclaration' || !isFirst) return [];
  if (declaration.parent.getChild('default') !== null) return [];
  if (declaration.name === 'EnumDeclaration') return [placeOf(finder, declaration)];
  return node.name === 'VariableDefinition' ? [placeOf(finder, node)] : [];
}

function isTyped(node: SyntaxNode): boolean {
  return node.nextSibling?.name === 'TypeAnnotation';
}

/** `export { local as name }`, including re-exports from another module. */
function grouped(finder: OriginFinder, node: SyntaxNode): readonly FlowPlace[] {
  if (node.nextSibling?.name === 'as') return [];
  const local = node.prevSibling?.name === 'as' ? node.prevSibling.prevSibling : node;
  const declaration = node.parent?.parent;
  if (!local || !declaration) return [];
  const source = declaration.getChild('String');
  if (source === null) return [placeOf(finder, local)];
  return exportedBy(finder, source, finder.module.textOf(local)) ?? [];
}

function exportedBy(
  finder: OriginFinder,
  source: SyntaxNode,
  name: string,
): readonly FlowPlace[] | undefined {
  const { module, others } = finder;
  const specifier = stringValue(module.text, source);
  const other = specifier === undefined ? undefined : others.find(specifier, module.file.uri);
  return other?.exported(name);
}

function exportedDefault(finder: OriginFinder): readonly FlowPlace[] {
  const found: FlowPlace[] = [];
  for (const node of finder.module.occurrences(['default'])) {
    const owner = node.parent;
    if (owner?.name === 'ExportGroup') found.push(...grouped(finder, node));
    const value = node.nextSibling;
    if (owner?.name !== 'ExportDeclaration' || value === null) continue;
    // Others see it when the file assigns something else to the name of an exported function or class.
    const name = /^(?:Class|Function)Declaration$/.test(value.name) && value.getChild('VariableDefinition');
    const binding = name ? finder.module.bindingOf(name) : undefined;
    const isReplaced = binding !== undefined && isAssigned(finder.module, binding);
    found.push(placeOf(finder, isReplaced && name ? name : value));
  }
  return found;
}

/** `module.exports = …`. An import without names gets the entire value. */
function exportedWhole(finder: OriginFinder, name: string): readonly FlowPlace[] {
  const found: FlowPlace[] = [];
  for (const node of finder.module.occurrences(['exports'])) {
    const member = node.name === 'PropertyName' ? node.parent : null;
    if (member !== null) found.push(...assigned(finder, member, /^module$/));
  }
  const isWhole = name === 'default' || name === 'module.exports';
  return isWhole ? found : found.map((place) => takenOut(place, [name], undefined));
}

function assigned(finder: OriginFinder, member: SyntaxNode, object: RegExp): readonly FlowPlace[] {
  const assignment = member.parent;
  const isTarget = assignment?.name === 'AssignmentExpression' && isSameNode(assignment.firstChild, member);
  const value = isTarget && assignment.getChild('Equals') !== null ? assignment.lastChild : null;
  if (value === null || member.firstChild === null) return [];
  return object.test(finder.module.textOf(member.firstChild)) ? [placeOf(finder, value)] : [];
}

/** `export * from "./names"`. Undefined unless exactly one match is found. */
function exportedByStars(finder: OriginFinder, name: string): readonly FlowPlace[] | undefined {
  if (name === 'default') return undefined;
  const found = new Map<string, FlowPlace>();
  for (const match of finder.module.text.matchAll(/\bexport\s*\*/g)) {
    const declaration = finder.module.tree.resolveInner(match.index, 1).parent;
    const source = declaration?.name === 'ExportDeclaration' ? declaration.getChild('String') : null;
    const isPlain = source !== null && declaration?.getChild('as') === null;
    const places = isPlain ? (exportedBy(finder, source, name) ?? []) : [];
    for (const place of places) found.set(keyOfPlace(place), place);
  }
  return found.size === 1 ? [...found.values()] : undefined;
}
