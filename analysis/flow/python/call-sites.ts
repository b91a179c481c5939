import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround, isSameNode } from '../../syntax/python/syntax.ts';
import {
  callOrEscape,
  classifyMention,
  escapes,
  irrelevant,
  type Mention,
  type Wanted,
} from './function-mentions.ts';
import type { Origin, OriginFinder } from './origin.ts';
import { isMentionedInText } from './outside.ts';
import { decoratorsOf, nameOf, scopeOf } from './scope.ts';
import { bindingAt } from './binding.ts';
import { classUseOf, descendantsOf, isRelated, type KnownClass } from './classes.ts';
import { makesFromObjects } from './classes-of-objects.ts';
import { modulesMentioning } from './others-mentioning.ts';
import { importedAs } from './imported.ts';
import { callsUnseen, isLookedUp } from './reached-by-name.ts';

/** A place where a function is called. */
export interface CallSite {
  readonly call: SyntaxNode;
  readonly finder: OriginFinder;
}

const maximumWords = 20;
const maximumSites = 500;

/**
 * Returns all calls of a function or class of a module, from all files of the project. Undefined if a file
 * uses it in any other way, because it may then be called from anywhere.
 */
export function callSitesOf(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] | undefined {
  const name = nameOf(definition);
  if (name === undefined || !finder.others.complete || callsUnseen(finder)) return undefined;
  if (definition.name === 'ClassDefinition' && makesFromObjects(finder, definition)) return undefined;
  if (isGlobal(definition) && isLookedUp(finder, undefined)) return undefined;
  const words = [finder.module.textOf(name)];
  const sites: CallSite[] = [];
  for (const word of words) {
    if (words.length > maximumWords) return undefined;
    for (const other of modulesMentioning(finder, word)) {
      const found = sitesIn(other, word, { finder, name, definition });
      if (found === undefined) return undefined;
      sites.push(...found.sites);
      words.push(...found.aliases.filter((alias) => !words.includes(alias)));
    }
    if (sites.length > maximumSites) return undefined;
  }
  return sites;
}

interface SitesInFile {
  readonly sites: readonly CallSite[];
  /** The other names that the file assigns it to. */
  readonly aliases: readonly string[];
}

function sitesIn(finder: OriginFinder, word: string, wanted: Wanted): SitesInFile | undefined {
  const { module } = finder;
  if (isMentionedInText(module, word)) return undefined;
  const sites: CallSite[] = [];
  const aliases: string[] = [];
  for (const node of module.occurrences([word], module.root)) {
    if (finder === wanted.finder && isSameNode(node, wanted.name)) continue;
    const mention = classifyMention(finder, node, wanted);
    if (mention.kind === 'escapes') return undefined;
    if (mention.kind === 'alias') aliases.push(mention.word);
    else if (mention.kind === 'call') sites.push({ call: mention.call, finder });
  }
  return { sites, aliases };
}

/** Whether other code can access a definition by its name in the module. */
export function isGlobal(definition: SyntaxNode): boolean {
  return scopeOf(definition).name === 'Script';
}

/** Whether the platform itself calls the function, with arguments chosen by the model. */
export function isEntryPoint(finder: OriginFinder, definition: SyntaxNode): boolean {
  const name = nameOf(definition);
  const path = finder.module.uri.split('/');
  const file = path.at(-1)?.replace(/\.py$/, '');
  const isInFolder = /^(?:functions|function_steps)$/.test(path.at(-2) ?? '');
  return isInFolder && name !== undefined && finder.module.textOf(name) === file;
}

/** Returns the calls that run the constructor of a class, including calls of its subclasses. */
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

/** A subclass with a separate constructor decides what it passes to the base class. */
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

/**
 * Detects, from the text alone, classes that are decorated, have several bases, or create instances in
 * unusual ways.
 */
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

/** Returns all calls of a method in the project. Undefined if it may be called on unknown objects. */
export function methodSitesOf(owner: KnownClass, method: SyntaxNode): readonly CallSite[] | undefined {
  const name = nameOf(method);
  if (name === undefined || !owner.finder.others.complete || callsUnseen(owner.finder)) return undefined;
  if (isLookedUp(owner.finder, owner)) return undefined;
  const word = owner.finder.module.textOf(name);
  if (/^__\w+__$/.test(word)) return undefined;
  const sites: CallSite[] = [];
  for (const finder of modulesMentioning(owner.finder, word)) {
    if (isMentionedInText(finder.module, word)) return undefined;
    for (const node of finder.module.occurrences([word], finder.module.root)) {
      const mention = mentionOf(finder, node, owner);
      if (mention.kind === 'escapes') return undefined;
      if (mention.kind === 'call') sites.push({ call: mention.call, finder });
    }
  }
  return sites;
}

function mentionOf(finder: OriginFinder, node: SyntaxNode, owner: KnownClass): Mention {
  if (node.name !== 'PropertyName') {
    const isUsedInClass = finder === owner.finder && isSameNode(scopeOf(node), owner.definition);
    return isUsedInClass && node.parent?.name !== 'FunctionDefinition' ? escapes : irrelevant;
  }
  const member = node.parent;
  const attribute = member === null ? undefined : attributeOf(member);
  if (member === null || attribute === undefined) return irrelevant;
  const objects = finder.of(attribute.object);
  if (objects.length === 0) return escapes;
  const relations = new Set(objects.map((object) => relationOf(object, owner)));
  if (relations.has('unknown')) return escapes;
  return relations.has('related') ? callOrEscape(member) : irrelevant;
}

function relationOf(object: Origin, owner: KnownClass): 'related' | 'other' | 'unknown' {
  const use = classUseOf(object);
  if (use !== undefined) return isRelated(use, owner) ? 'related' : 'other';
  const { node, finder } = object;
  if (node.name === 'Script' || /String$|^(?:Number|Array|Dictionary|Set|Tuple)/.test(node.name))
    return 'other';
  return importedAs(finder.module.text, node) === undefined ? 'unknown' : 'other';
}
