import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround, callOf, isSameNode } from '../../syntax/python/syntax.ts';
import { bindingAt } from './binding.ts';
import { classOf } from './classes.ts';
import { importedAs } from './imported.ts';
import { bindingsSeenBy } from './lookup.ts';
import type { OriginFinder, ModuleNode } from './origin.ts';

/** The function or class whose calls are being searched for. */
export interface Wanted {
  readonly finder: OriginFinder;
  readonly name: SyntaxNode;
  readonly definition: SyntaxNode;
}

/** How code uses a function or class at an occurrence of its name. */
export type Mention =
  | { readonly kind: 'call'; readonly call: SyntaxNode }
  /** Assigned to another name. */
  | { readonly kind: 'alias'; readonly word: string }
  /** Refers to something else, or does not call the function. */
  | { readonly kind: 'irrelevant' }
  /** It is unknown whether this refers to the function, or who may call it. */
  | { readonly kind: 'escapes' };

export const irrelevant: Mention = { kind: 'irrelevant' };
export const escapes: Mention = { kind: 'escapes' };

/** A function that is not called right here may be called from anywhere. */
export function callOrEscape(callee: SyntaxNode): Mention {
  const call = callAround(callee);
  return call === undefined ? escapes : { kind: 'call', call };
}

export function classifyMention(finder: OriginFinder, node: SyntaxNode, wanted: Wanted): Mention {
  const parent = node.parent;
  if (parent === null) return irrelevant;
  if (parent.name === 'ImportStatement') return classifyImport(finder, node, wanted);
  if (node.name === 'PropertyName') return classifyMember(finder, parent, wanted);
  if (node.name !== 'VariableName' || isOtherName(finder, node)) return irrelevant;
  const origins = finder.of(node);
  if (origins.length === 0) return escapes;
  if (origins.some((origin) => isWanted(origin, wanted))) return classifyUse(finder, node, wanted);
  const isUnfollowed = origins.some((origin) => origin.finder === finder && isSameNode(origin.node, node));
  const isUnknown =
    isUnfollowed &&
    (finder.module.starImports.length > 0 || bindingsSeenBy(finder.module, node) !== undefined);
  return isUnknown ? escapes : irrelevant;
}

function isWanted({ node, finder }: ModuleNode, wanted: Wanted): boolean {
  return finder === wanted.finder && isSameNode(node, wanted.name);
}

/**
 * Whether the name is bound elsewhere, is a keyword argument, or is a declaration. None of these is the
 * function itself.
 */
function isOtherName(finder: OriginFinder, node: SyntaxNode): boolean {
  if (bindingAt(finder.module.text, node) !== undefined || node.parent?.name === 'ScopeStatement')
    return true;
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

function classifyImport(finder: OriginFinder, node: SyntaxNode, wanted: Wanted): Mention {
  const alias = node.nextSibling?.name === 'as' ? node.nextSibling.nextSibling : null;
  const bound = alias ?? node;
  const binding = bindingAt(finder.module.text, bound);
  if (binding === undefined) return irrelevant;
  const origins = finder.ofBinding(binding, undefined);
  if (origins.some((origin) => isWanted(origin, wanted)))
    return alias === null ? irrelevant : { kind: 'alias', word: finder.module.textOf(alias) };
  const isUnfollowed = origins.some((origin) => isSameNode(origin.node, bound) && origin.finder === finder);
  return isUnfollowed && mayMean(finder, bound, wanted) ? escapes : irrelevant;
}

/** Compares only the last word, because an unresolved import may refer to the file of the function. */
function mayMean({ module }: OriginFinder, bound: SyntaxNode, wanted: Wanted): boolean {
  const imported = importedAs(module.text, bound);
  const last = imported?.module.split('.').at(-1) ?? '';
  const folders = wanted.finder.module.uri.replace(/\.py$/, '').split('/').slice(-2);
  return last === '' || folders.includes(last);
}

function classifyMember(finder: OriginFinder, member: SyntaxNode, wanted: Wanted): Mention {
  const attribute = attributeOf(member);
  if (attribute === undefined) return irrelevant;
  if (finder.of(member).some((origin) => isWanted(origin, wanted)))
    return classifyUse(finder, member, wanted);
  const objects = finder.of(attribute.object);
  return objects.length > 0 && objects.every(isKnownObject) ? irrelevant : escapes;
}

/**
 * Whether the object cannot be a renamed module, because it is an instance, a string or other literal, or an
 * external module.
 */
function isKnownObject({ node, finder }: ModuleNode): boolean {
  if (node.name === 'Script' || /(?:String|Number|Boolean|None|Expression)$/.test(node.name)) {
    return !/^(?:Member|Call|Await)Expression$/.test(node.name);
  }
  if (classOf(finder.module, node) !== undefined) return true;
  return importedAs(finder.module.text, node) !== undefined;
}

function classifyUse(finder: OriginFinder, use: SyntaxNode, wanted: Wanted): Mention {
  const called = callOrEscape(use);
  if (called.kind === 'call' || wanted.definition.name !== 'ClassDefinition') return called;
  const parent = use.parent;
  if (parent === null) return escapes;
  if (isAnnotation(use)) return irrelevant;
  if (parent.name === 'MemberExpression' && isSameNode(parent.firstChild, use))
    return classifyClassMember(finder, parent);
  if (parent.name !== 'ArgList') return escapes;
  if (parent.parent?.name === 'ClassDefinition') return irrelevant;
  const callee = callOf(parent.parent ?? parent)?.callee;
  return callee !== undefined && /^(?:isinstance|issubclass|super)$/.test(finder.module.textOf(callee))
    ? irrelevant
    : escapes;
}

/** `ApiHandler.__init__(self, …)` is a call of the constructor. Other members do not create an instance. */
function classifyClassMember(finder: OriginFinder, member: SyntaxNode): Mention {
  const attribute = attributeOf(member);
  if (attribute === undefined) return escapes;
  return finder.module.textOf(attribute.property) === '__init__' ? callOrEscape(member) : irrelevant;
}

const annotations = new Set(['TypeDef', 'FunctionDefinition']);

function isAnnotation(use: SyntaxNode): boolean {
  let child = use;
  for (let parent = use.parent; parent !== null; child = parent, parent = parent.parent) {
    if (parent.name === 'TypeDef') return true;
    if (annotations.has(parent.name)) return child.name === 'TypeDef';
    if (/Statement$|^(?:Body|ArgList)$/.test(parent.name)) return false;
  }
  return false;
}
