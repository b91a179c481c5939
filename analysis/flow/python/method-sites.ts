import type { SyntaxNode } from '@lezer/common';
import { attributeOf, isSameNode } from '../../syntax/python/syntax.ts';
import type { CallSite } from './call-sites.ts';
import { ancestorsOf, classUseOf, isSameClass, modulesMentioning, type KnownClass } from './classes.ts';
import { callOrEscape, escapes, irrelevant, type Mention } from './function-mentions.ts';
import { importedAs } from './imported.ts';
import type { Origin, OriginFinder } from './origin.ts';
import { isMentionedInText } from './outside.ts';
import { nameOf, scopeOf } from './scope.ts';

/** Every call of a method in the project. Undefined if it may be called on unknown objects. */
export function methodSitesOf(owner: KnownClass, method: SyntaxNode): readonly CallSite[] | undefined {
  const name = nameOf(method);
  if (name === undefined || !owner.finder.others.complete) return undefined;
  const word = owner.finder.module.textOf(name);
  if (/^__\w+__$/.test(word)) return undefined;
  const sites: CallSite[] = [];
  for (const finder of modulesMentioning(owner.finder, word)) {
    if (isMentionedInText(finder.module, word)) return undefined;
    for (const node of finder.module.occurrences([word], finder.module.root)) {
      const mention = classifyMention(finder, node, owner);
      if (mention.kind === 'escapes') return undefined;
      if (mention.kind === 'call') sites.push({ call: mention.call, finder });
    }
  }
  return sites;
}

function classifyMention(finder: OriginFinder, node: SyntaxNode, owner: KnownClass): Mention {
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

function isRelated(one: KnownClass, other: KnownClass): boolean {
  return isMadeFrom(one, other) || isMadeFrom(other, one);
}

function isMadeFrom(child: KnownClass, parent: KnownClass): boolean {
  return isSameClass(child, parent) || ancestorsOf(child).some((ancestor) => isSameClass(ancestor, parent));
}
