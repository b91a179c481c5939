import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround } from '../../syntax/python/syntax.ts';
import { bindingAt } from './binding.ts';
import { callSitesOf, type CallSite } from './call-sites.ts';
import { descendantsOf, type KnownClass } from './classes.ts';
import type { OriginFinder } from './origin.ts';
import { decoratorsOf } from './scope.ts';

/** The calls that run the constructor of a class: its own, and those of its subclasses. */
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

/** A subclass with a constructor of its own decides what it passes on. */
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

/** By text: classes that are decorated, have several bases, or create instances in unusual ways. */
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
