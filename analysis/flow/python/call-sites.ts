import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround, callOf, isSameNode } from '../../languages/python/syntax.ts';
import { bindingAt } from './binding.ts';
import { classOf, descendantsOf, type KnownClass } from './classes.ts';
import { importedAs } from './imported.ts';
import { bindingsSeenBy } from './lookup.ts';
import type { OriginFinder } from './origin.ts';
import { decoratorsOf, nameOf, scopeOf } from './scope.ts';
import { isMentionedInText } from './outside.ts';

/** A place where a function is called. */
export interface CallSite {
  readonly call: SyntaxNode;
  readonly finder: OriginFinder;
}

const maximumWords = 20;
const maximumSites = 500;

/**
 * Every call of a function, or of a class, of a module, in all files of the project. Undefined when one
 * file does anything else with it, so that it may be called from anywhere.
 */
export function callSitesOf(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] | undefined {
  const name = nameOf(definition);
  if (name === undefined || !finder.others.complete) return undefined;
  const words = [finder.module.textOf(name)];
  const sites: CallSite[] = [];
  for (const word of words) {
    if (words.length > maximumWords) return undefined;
    for (const other of modulesWith(finder, word)) {
      const found = sitesIn(other, word, { finder, name, definition });
      if (found === undefined) return undefined;
      sites.push(...found.sites);
      words.push(...found.aliases.filter((alias) => !words.includes(alias)));
    }
    if (sites.length > maximumSites) return undefined;
  }
  return sites;
}

/** The calls that end in the constructor which a class defines: its own, and those of its subclasses. */
export function constructorSitesOf(owner: KnownClass): readonly CallSite[] | undefined {
  const descendants = descendantsOf(owner);
  if (descendants === undefined) return undefined;
  const sites: CallSite[] = [];
  for (const one of [owner, ...descendants]) {
    const found = sitesOfClass(one, one === owner);
    if (found === undefined) return undefined;
    sites.push(...found);
  }
  return sites;
}

/** A subclass with a constructor of its own passes on what it chooses. */
function sitesOfClass(one: KnownClass, isOwner: boolean): readonly CallSite[] | undefined {
  const { definition, finder } = one;
  if (isMadeUnseen(one)) return undefined;
  const [constructor, more] = finder.module.bindingsIn(definition, '__init__');
  if (more !== undefined || (constructor !== undefined && constructor.kind !== 'function')) return undefined;
  const direct = callSitesOf(finder, definition);
  const own = ownConstructions(one);
  if (direct === undefined || own === undefined) return undefined;
  if (isOwner || constructor === undefined) return [...direct, ...own];
  return superCalls(finder, constructor.owner);
}

/** By text: classes that are decorated, have several bases, or make instances in ways of their own. */
function isMadeUnseen({ definition, finder: { module } }: KnownClass): boolean {
  if (decoratorsOf(module.text, definition).length > 0) return true;
  const bases = definition.getChild('ArgList');
  if (bases !== null && /[,=]/.test(module.textOf(bases))) return true;
  return /__new__|__class__|\btype\s*\(|\bcopy\b/.test(module.textOf(definition));
}

/** `cls(…)` in the class methods of a class. */
function ownConstructions({ definition, finder }: KnownClass): readonly CallSite[] | undefined {
  const sites: CallSite[] = [];
  for (const node of finder.module.occurrences(['cls'], definition)) {
    if (node.name !== 'VariableName' || bindingAt(finder.module.text, node)?.kind === 'parameter') continue;
    const call = callAround(node);
    if (call !== undefined) sites.push({ call, finder });
    else if (attributeOf(node.parent ?? node) === undefined) return undefined;
  }
  return sites;
}

/** `super().__init__(…)`. */
function superCalls(finder: OriginFinder, constructor: SyntaxNode): readonly CallSite[] | undefined {
  const sites: CallSite[] = [];
  for (const node of finder.module.occurrences(['super'], constructor)) {
    const made = callAround(node);
    const member = made?.parent ?? undefined;
    const attribute = member && attributeOf(member);
    if (member === undefined || attribute === undefined) return undefined;
    if (finder.module.textOf(attribute.property) !== '__init__') continue;
    const call = callAround(member);
    if (call === undefined) return undefined;
    sites.push({ call, finder });
  }
  return sites;
}

interface Wanted {
  readonly finder: OriginFinder;
  readonly name: SyntaxNode;
  readonly definition: SyntaxNode;
}

interface Found {
  readonly sites: readonly CallSite[];
  /** Other names that the file gives to it. */
  readonly aliases: readonly string[];
}

function sitesIn(finder: OriginFinder, word: string, wanted: Wanted): Found | undefined {
  const { module } = finder;
  if (isMentionedInText(module, word)) return undefined;
  const sites: CallSite[] = [];
  const aliases: string[] = [];
  for (const node of module.occurrences([word], module.root)) {
    if (finder === wanted.finder && isSameNode(node, wanted.name)) continue;
    const seen = lookAt(finder, node, wanted);
    if (seen === undefined) return undefined;
    if (typeof seen === 'string') aliases.push(seen);
    else if (seen !== null) sites.push({ call: seen, finder });
  }
  return { sites, aliases };
}

/** A call, another name for it, or null: something else. Undefined when nobody can tell. */
function lookAt(
  finder: OriginFinder,
  node: SyntaxNode,
  wanted: Wanted,
): SyntaxNode | string | null | undefined {
  const parent = node.parent;
  if (parent === null) return null;
  if (parent.name === 'ImportStatement') return lookAtImport(finder, node, wanted);
  if (node.name === 'PropertyName') return lookAtMember(finder, parent, wanted);
  if (node.name !== 'VariableName' || isOtherName(finder, node)) return null;
  const origins = finder.of(node);
  if (origins.length === 0) return undefined;
  if (origins.some((origin) => isWanted(origin, wanted))) return lookAtUse(finder, node, wanted);
  const isUnfollowed = origins.some((origin) => origin.finder === finder && isSameNode(origin.node, node));
  const isUnknown =
    isUnfollowed &&
    (finder.module.starImports.length > 0 || bindingsSeenBy(finder.module, node) !== undefined);
  return isUnknown ? undefined : null;
}

function isWanted(
  { node, finder }: { readonly node: SyntaxNode; readonly finder: OriginFinder },
  wanted: Wanted,
): boolean {
  return finder === wanted.finder && isSameNode(node, wanted.name);
}

/** Its binding elsewhere, a keyword argument, a declaration: none of them is the function itself. */
function isOtherName(finder: OriginFinder, node: SyntaxNode): boolean {
  if (bindingAt(finder.module.text, node) !== undefined || node.parent?.name === 'ScopeStatement')
    return true;
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

function lookAtImport(finder: OriginFinder, node: SyntaxNode, wanted: Wanted): string | null | undefined {
  const alias = node.nextSibling?.name === 'as' ? node.nextSibling.nextSibling : null;
  const bound = alias ?? node;
  const binding = bindingAt(finder.module.text, bound);
  if (binding === undefined) return null;
  const origins = finder.ofBinding(binding, undefined);
  if (origins.some((origin) => isWanted(origin, wanted)))
    return alias === null ? null : finder.module.textOf(alias);
  const isUnfollowed = origins.some((origin) => isSameNode(origin.node, bound) && origin.finder === finder);
  return isUnfollowed && mayMean(finder, bound, wanted) ? undefined : null;
}

/** By the last word: an import that leads nowhere may be meant for the file of the function. */
function mayMean({ module }: OriginFinder, bound: SyntaxNode, wanted: Wanted): boolean {
  const imported = importedAs(module.text, bound);
  const last = imported?.module.split('.').at(-1) ?? '';
  const folders = wanted.finder.module.uri.replace(/\.py$/, '').split('/').slice(-2);
  return last === '' || folders.includes(last);
}

function lookAtMember(
  finder: OriginFinder,
  member: SyntaxNode,
  wanted: Wanted,
): SyntaxNode | null | undefined {
  const attribute = attributeOf(member);
  if (attribute === undefined) return null;
  if (finder.of(member).some((origin) => isWanted(origin, wanted))) {
    const use = lookAtUse(finder, member, wanted);
    return typeof use === 'string' ? undefined : use;
  }
  const objects = finder.of(attribute.object);
  return objects.length > 0 && objects.every((object) => isKnownObject(object)) ? null : undefined;
}

/** What cannot be a module with another name: an object of a class, a text, a display, an outside module. */
function isKnownObject({
  node,
  finder,
}: {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
}): boolean {
  if (node.name === 'Script' || /(?:String|Number|Boolean|None|Expression)$/.test(node.name)) {
    return !/^(?:Member|Call|Await)Expression$/.test(node.name);
  }
  if (classOf(finder.module, node) !== undefined) return true;
  const imported = importedAs(finder.module.text, node);
  return imported !== undefined;
}

const annotations = new Set(['TypeDef', 'FunctionDefinition']);

function lookAtUse(finder: OriginFinder, use: SyntaxNode, wanted: Wanted): SyntaxNode | null | undefined {
  const call = callAround(use);
  if (call !== undefined) return call;
  if (wanted.definition.name !== 'ClassDefinition') return undefined;
  const parent = use.parent;
  if (parent === null) return undefined;
  if (isAnnotation(use)) return null;
  if (parent.name === 'MemberExpression' && isSameNode(parent.firstChild, use))
    return ofClassMember(finder, parent);
  if (parent.name !== 'ArgList') return undefined;
  if (parent.parent?.name === 'ClassDefinition') return null;
  const callee = callOf(parent.parent ?? parent)?.callee;
  return callee !== undefined && /^(?:isinstance|issubclass|super)$/.test(finder.module.textOf(callee))
    ? null
    : undefined;
}

/** `ApiHandler.__init__(self, …)` is a call of it; other members do not make one. */
function ofClassMember(finder: OriginFinder, member: SyntaxNode): SyntaxNode | null | undefined {
  const attribute = attributeOf(member);
  if (attribute === undefined) return undefined;
  return finder.module.textOf(attribute.property) === '__init__' ? callAround(member) : null;
}

function isAnnotation(use: SyntaxNode): boolean {
  let child = use;
  for (let parent = use.parent; parent !== null; child = parent, parent = parent.parent) {
    if (parent.name === 'TypeDef') return true;
    if (annotations.has(parent.name)) return child.name === 'TypeDef';
    if (/Statement$|^(?:Body|ArgList)$/.test(parent.name)) return false;
  }
  return false;
}

/** Whether a definition is one that anybody can reach by its name in the module. */
export function isGlobal(definition: SyntaxNode): boolean {
  return scopeOf(definition).name === 'Script';
}

/** Whether the platform itself calls it, with whatever the model chooses. */
export function isEntryPoint(finder: OriginFinder, definition: SyntaxNode): boolean {
  const name = nameOf(definition);
  const path = finder.module.uri.split('/');
  const file = path.at(-1)?.replace(/\.py$/, '');
  const isInFolder = /^(?:functions|function_steps)$/.test(path.at(-2) ?? '');
  return isInFolder && name !== undefined && finder.module.textOf(name) === file;
}

function modulesWith(finder: OriginFinder, word: string): readonly OriginFinder[] {
  const others = finder.others.mentioning(word);
  return others.includes(finder) ? others : [finder, ...others];
}
