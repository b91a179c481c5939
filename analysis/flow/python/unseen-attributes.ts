import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, attributeOf, callAround, callOf, subscriptOf } from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { classOf, classUseOf, isRelated, type KnownClass } from './classes.ts';
import type { OriginFinder } from './origin.ts';
import { modulesMentioning, othersMentioning } from './others-mentioning.ts';
import { isTarget } from './plain-reads.ts';
import { nameOf } from './scope.ts';

/** Whether an expression may be a class, one of its relatives, or an instance of these. */
export function mayBeOfClass(finder: OriginFinder, object: SyntaxNode, owner: KnownClass): boolean {
  const origins = finder.of(object);
  if (origins.length === 0) return true;
  return origins.some((origin) => {
    const use = classUseOf(origin);
    return use === undefined ? origin.node.name !== 'Script' : isRelated(use, owner);
  });
}

/**
 * Whether another file may set an attribute of a class, or of its instances, by a name that is not written as an
 * attribute: `setattr(thing, key, value)`, `vars(thing)[key] = value`. In the files of the class and of its
 * `family`, `setsAttributesUnseen` decides.
 */
export function isSetByName(
  owner: KnownClass,
  name: string,
  family: readonly { readonly giver: KnownClass }[],
): boolean {
  if (family.some(({ giver }) => giver.finder.module.setsAttributesUnseen)) return true;
  for (const word of ['setattr', 'delattr', '__setattr__', '__dict__', 'vars'])
    for (const finder of othersMentioning(owner.finder, word)) {
      const { module } = finder;
      for (const node of module.occurrences([word], module.root)) {
        const object = objectOfWrite(finder, node, name);
        if (object !== undefined && mayBeOfClass(finder, object, owner)) return true;
      }
    }
  return false;
}

/** Returns the object of which `setattr`, `vars` or `__dict__` may set the attribute `name`. */
function objectOfWrite({ module }: OriginFinder, word: SyntaxNode, name: string): SyntaxNode | undefined {
  if (module.textOf(word) === '__dict__') {
    const member = word.name === 'PropertyName' ? word.parent : null;
    return member !== null && isWritten(module.text, member) ? attributeOf(member)?.object : undefined;
  }
  const isMethod = word.name === 'PropertyName';
  const call = callAround(isMethod ? (word.parent ?? word) : word);
  const list = call && callOf(call)?.list;
  if (call === undefined || list === undefined) return undefined;
  const [first, second] = argumentsOf(module.text, list).map(({ value }) => value);
  if (module.textOf(word) === 'vars') return isWritten(module.text, call) ? first : undefined;
  const isBound = isMethod && second !== undefined && argumentsOf(module.text, list).length === 2;
  const key = isBound ? first : second;
  const known = key && stringValue(module.text, key);
  if (known !== undefined && known !== name) return undefined;
  return isBound ? attributeOf(word.parent ?? word)?.object : first;
}

const changing = /^\s*\.\s*(?:__\w+__|clear|pop|popitem|setdefault|update)\b|^\s*\|=/;

function isWritten(text: string, dictionary: SyntaxNode): boolean {
  const { parent } = dictionary;
  if (parent !== null && subscriptOf(parent) !== undefined && isTarget(parent)) return true;
  return changing.test(text.slice(dictionary.to, dictionary.to + 40));
}

/**
 * Whether the method that `self` is a parameter of is also used for objects of other classes: `Names.read(other)`,
 * `read = Names.read`.
 */
export function isBorrowed(owner: KnownClass, self: SyntaxNode): boolean {
  const method = self.parent?.name === 'ParamList' ? self.parent.parent : null;
  const word = method === null ? undefined : nameOf(method);
  const ownName = nameOf(owner.definition);
  if (method === null || word === undefined || ownName === undefined) return false;
  const { module } = owner.finder;
  const name = module.textOf(word);
  if (/^__\w+__$/.test(name) || classOf(module, self)?.isInstance !== true) return false;
  const found = owner.finder.remember(`borrowed:${String(method.from)}`, () => {
    for (const finder of modulesMentioning(owner.finder, name))
      for (const node of finder.module.occurrences([name], finder.module.root))
        if (isTakenFromClass(finder, node, owner)) return [{ node, finder }];
    return [];
  });
  return found?.length !== 0;
}

function isTakenFromClass(finder: OriginFinder, property: SyntaxNode, owner: KnownClass): boolean {
  const member = property.name === 'PropertyName' ? property.parent : null;
  const object = member && attributeOf(member)?.object;
  if (member === null || !object || !/^(?:VariableName|MemberExpression)$/.test(object.name)) return false;
  const { module } = finder;
  if (/^(?:self|cls|conv)$/.test(module.textOf(object)) || isTarget(member)) return false;
  const isOfClass = finder.of(object).some((origin) => {
    const use = classUseOf(origin);
    return use?.isInstance === false && isRelated(use, owner);
  });
  if (!isOfClass) return false;
  const call = callAround(member);
  const [first] = (call && argumentsOf(module.text, callOf(call)?.list ?? call)) ?? [];
  const self = first?.value;
  return self === undefined || !isInstance(finder, self, owner);
}

function isInstance(finder: OriginFinder, object: SyntaxNode, owner: KnownClass): boolean {
  const origins = finder.of(object);
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const use = classUseOf(origin);
      return use?.isInstance === true && isRelated(use, owner);
    })
  );
}
