import type { SyntaxNode } from '@lezer/common';
import {
  attributeOf,
  callOf,
  childrenOf,
  contains,
  isSameNode,
  subscriptOf,
} from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { chosen, partOf } from '../choices.ts';
import type { Binding } from './binding.ts';
import { returnOrigins } from './calls.ts';
import { layersIn } from './layers-in.ts';
import { isFresh } from './copies.ts';
import {
  ancestorsOf,
  baseNodes,
  classOf,
  classUseOf,
  descendantsOf,
  givesAttribute,
  isSameClass,
  resolutionOrder,
  setsAttribute,
  type KnownClass,
} from './classes.ts';
import { hasWrittenValues, isEnum, isTextItself, marksOf } from './enumerations.ts';
import { memberOfImport } from './imports.ts';
import { type Frame, keyOfOrigin, type Origin, type OriginFinder } from './origin.ts';
import { modulesMentioning } from './others-mentioning.ts';
import { isAttributeSetElsewhere } from './outside.ts';
import { isOnlyRead, isPlainRead, isTarget } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';
import { fieldOrigins, isField, isNamedTuple, isRecord } from './records.ts';
import { decoratorsOf, scopeOf } from './scope.ts';
import { choiceOf } from './steady.ts';
import { isBorrowed, isSetByName, mayBeOfClass } from './unseen-attributes.ts';

/**
 * Follows `self.name`, `cls.NAME` and `Names.NAME` to the values that the class assigns. Undefined for any
 * other expression.
 */
export function attributeOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  property: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (origins.module.setsAttributesUnseen) return undefined;
  return (
    enumValue(origins, object, property, frame) ??
    memberOrigins(origins, object, origins.module.textOf(property), frame, isTextItself)
  );
}

/** Undefined unless `suits` returns true for each class that `object` may be. */
function memberOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  name: string,
  frame: Frame | undefined,
  suits: (owner: KnownClass) => boolean,
): readonly Origin[] | undefined {
  const found: Origin[] = [];
  const objects = origins.of(object, frame);
  const what = objects.length > 1 ? choiceOf(origins, object, frame) : undefined;
  for (const origin of objects) {
    const { frame: inner } = origin;
    const imported = memberOfImport(origin, origins.module.textOf(object), name);
    if (imported !== undefined) {
      found.push(...imported);
      continue;
    }
    const owner = classUseOf(origin);
    if (owner === undefined || owner.finder.module.setsAttributesUnseen) return undefined;
    if (!suits(owner) || isBorrowed(owner, origin.node)) return undefined;
    const find = (): readonly Origin[] | undefined =>
      isRecord(owner)
        ? valuesInRecord({ ...owner, object: origin }, name, inner ?? frame)
        : valuesInFamily({ ...owner, isExact: isWritten(origin) }, name, inner ?? frame);
    // Otherwise, the value may be that of another instance.
    const isMade = isRecord(owner) && callOf(origin.node) !== undefined;
    const values = isMade ? find() : origins.question.atAnyTime(find);
    if (values === undefined) return undefined;
    const marks = suits === isTextItself && isEnum(owner) ? marksOf(owner) : undefined;
    for (const value of values) {
      const one = isMade ? chosen(partOf(value, origin), what, keyOfOrigin(origin)) : value;
      found.push(marks === undefined ? one : { ...one, ...marks });
    }
  }
  return found.length === 0 ? undefined : found;
}

/** `Names` and `Names()` mean exactly that class, whereas `self` and `cls` may be a subclass. */
function isWritten({ node }: Origin): boolean {
  return node.name === 'CallExpression' || node.parent?.name === 'ClassDefinition';
}

/** `Names.STRIPE.value` is the value of `STRIPE` in an `Enum`. */
function enumValue(
  origins: OriginFinder,
  object: SyntaxNode,
  property: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (origins.module.textOf(property) !== 'value') return undefined;
  return memberValue(origins, object, frame) ?? valueThroughNames(origins, object, frame);
}

/** The value of `Names.STRIPE` or `Names["STRIPE"]`. */
function memberValue(
  origins: OriginFinder,
  member: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const parts = attributeOf(member) ?? subscriptOf(member);
  if (parts === undefined) return undefined;
  const { text } = origins.module;
  const name =
    'property' in parts
      ? origins.module.textOf(parts.property)
      : parts.index && stringValue(text, parts.index);
  return name === undefined ? undefined : memberOrigins(origins, parts.object, name, frame, hasWrittenValues);
}

/** `name.value`, where `name` is a member of an enumeration. */
function valueThroughNames(
  origins: OriginFinder,
  object: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const found: Origin[] = [];
  for (const origin of origins.of(object, frame)) {
    const { isMember: _, hasValue, ...value } = origin;
    const isItself = isSameNode(origin.node, object) && origin.finder === origins;
    const values =
      hasValue === true
        ? [value]
        : isItself
          ? undefined
          : memberValue(origin.finder, origin.node, origin.frame);
    if (values === undefined) return undefined;
    found.push(...values);
  }
  return found.length === 0 ? undefined : found;
}

function valuesInRecord(
  instance: KnownClass & { readonly isInstance: boolean; readonly object: Origin },
  name: string,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const { finder, isInstance } = instance;
  if (!isInstance && isNamedTuple(instance)) return undefined;
  if (!isInstance || !isField(instance, name)) return valuesInFamily(instance, name, frame);
  if (isAttributeSetElsewhere(finder, name) || isSetInModule(finder.module, name)) return undefined;
  const values = fieldOrigins(instance, name);
  return values?.some((value) => isFresh(value.finder.module, value.node) || layersIn(value) > 0)
    ? undefined
    : values;
}

function isSetInModule(module: PythonModule, name: string): boolean {
  for (const { name: kind, parent } of module.occurrences([name], module.root)) {
    if (kind === 'PropertyName' && parent !== null && isTarget(parent)) return true;
  }
  return false;
}

/** Returns the values that the class, its ancestors and its subclasses assign to the attribute. */
function valuesInFamily(
  owner: KnownClass & { readonly isInstance: boolean; readonly isExact?: boolean },
  name: string,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const descendants = owner.isExact === true ? [] : descendantsOf(owner);
  if (descendants === undefined || isAttributeSetElsewhere(owner.finder, name)) return undefined;
  const gives = (one: KnownClass): boolean => givesAttribute(one, name, isTarget);
  // Other files may contain more subclasses.
  if (descendants.some(gives) && !owner.finder.others.complete) return undefined;
  const givers = giversTo([owner, ...descendants], name);
  if (isSetByName(owner, name, givers)) return undefined;
  const family = givers.map(({ giver }) => giver);
  const found: Origin[] = [];
  for (const { giver, isHidden } of givers) {
    const values = valuesInClass(giver, { name, isInstance: owner.isInstance, frame, family, isHidden });
    if (values === undefined) return undefined;
    found.push(...values);
  }
  return found.length === 0 ? undefined : found;
}

interface Giver {
  readonly giver: KnownClass;
  /** Whether the attributes of another class hide those of the class itself. Code in it may still set others. */
  readonly isHidden: boolean;
}

/** Returns the classes that may define an attribute of an object that is of one of `possible` classes. */
function giversTo(possible: readonly KnownClass[], name: string): readonly Giver[] {
  const givers: Giver[] = [];
  for (const one of possible) {
    const order = resolutionOrder(one);
    const first = order?.findIndex(
      ({ finder, definition }) => finder.module.bindingsIn(definition, name).length > 0,
    );
    for (const [at, giver] of (order ?? [one, ...ancestorsOf(one)]).entries()) {
      const isHidden = first !== undefined && at !== first;
      if (!(isHidden ? setsAttribute : givesAttribute)(giver, name, isTarget)) continue;
      const known = givers.findIndex((other) => isSameClass(other.giver, giver));
      if (known === -1) givers.push({ giver, isHidden });
      else if (!isHidden) givers[known] = { giver, isHidden };
    }
  }
  return givers;
}

/** An attribute lookup. */
interface Lookup {
  readonly name: string;
  /** True for a lookup on an instance, false for a lookup on the class itself. */
  readonly isInstance: boolean;
  readonly frame: Frame | undefined;
  /** All classes that may define the attribute. */
  readonly family: readonly KnownClass[];
  readonly isHidden: boolean;
}

function valuesInClass(
  { definition, finder }: KnownClass,
  { name, isInstance, frame, family, isHidden }: Lookup,
): readonly Origin[] | undefined {
  const { module } = finder;
  const own = isHidden ? [] : module.bindingsIn(definition, name);
  const attributes = attributeUses(module, definition, name, family);
  if (attributes === undefined || own.length + attributes.length === 0) return undefined;
  if (isInstance && own.some(isValue) && !isPlainClass({ definition, finder })) return undefined;
  const values = [
    ...own.flatMap((binding) => ofClassBinding(finder, binding, frame)),
    ...attributes.flatMap((binding) => finder.of(binding)),
  ];
  const layers = values.reduce((most, value) => Math.max(most, layersIn(value)), 0);
  return layers === 0 || areOnlyRead({ definition, finder }, own, name, layers) ? values : undefined;
}

function isValue(binding: Binding): boolean {
  return binding.kind === 'assignment';
}

/**
 * Generated constructors (`@dataclass`, models) assign values to instances that differ from those of the
 * class.
 */
function isPlainClass(owner: KnownClass): boolean {
  return [owner, ...ancestorsOf(owner)].every((one) => {
    const { module } = one.finder;
    if (decoratorsOf(module.text, one.definition).length > 0) return false;
    return baseNodes(one.definition).every((base) => {
      if (/^(?:object|ABC|abc\.ABC)$/.test(module.textOf(base))) return true;
      return one.finder.of(base).every(({ node, finder }) => classOf(finder.module, node) !== undefined);
    });
  });
}

function ofClassBinding(
  origins: OriginFinder,
  binding: Binding,
  frame: Frame | undefined,
): readonly Origin[] {
  if (binding.kind !== 'function') return origins.ofBinding(binding, undefined);
  const decorators = decoratorsOf(origins.module.text, binding.owner);
  const isProperty = decorators.includes('property') || decorators.includes('cached_property');
  const returned = isProperty ? returnOrigins(origins, binding.owner, frame) : undefined;
  return returned ?? [{ node: binding.node, frame: undefined, finder: origins }];
}

/**
 * Returns the values assigned to `self.name` in the class. Undefined if code assigns the attribute in other
 * ways.
 */
function attributeUses(
  module: PythonModule,
  definition: SyntaxNode,
  name: string,
  family: readonly KnownClass[],
): readonly SyntaxNode[] | undefined {
  const values: SyntaxNode[] = [];
  for (const property of module.occurrences([name], module.root)) {
    const member = property.parent;
    if (property.name !== 'PropertyName' || member === null || !isTarget(member)) continue;
    const value = contains(definition, member) ? assignedToSelf(module, definition, member) : undefined;
    if (value === undefined) {
      if (mayBeOf(module, definition, member, family)) return undefined;
      continue;
    }
    values.push(value);
  }
  return values;
}

function assignedToSelf(
  module: PythonModule,
  definition: SyntaxNode,
  member: SyntaxNode,
): SyntaxNode | undefined {
  const owner = member.parent;
  if (owner?.name !== 'AssignStatement' || childrenOf(owner).some(({ name }) => name === ','))
    return undefined;
  const own = classOfSelf(module, member);
  if (own === undefined || !isSameNode(own, definition)) return undefined;
  const value = owner.lastChild;
  return value === null || value.type.isError ? undefined : value;
}

/** `self.name = …` in another class affects only that class, but `anything.name = …` may affect this one. */
function mayBeOf(
  module: PythonModule,
  definition: SyntaxNode,
  member: SyntaxNode,
  family: readonly KnownClass[],
): boolean {
  const own = classOfSelf(module, member);
  if (own === undefined || isSameNode(own, definition)) return true;
  // The values of a subclass are determined with that subclass. If that fails, the result is unknown.
  const isFamily = family.some((one) => one.finder.module === module && isSameNode(one.definition, own));
  return isFamily && assignedToSelf(module, own, member) === undefined;
}

/** Returns the class whose `self` is used in an attribute lookup. */
function classOfSelf(module: PythonModule, member: SyntaxNode): SyntaxNode | undefined {
  const self = scopeOf(member).getChild('ParamList')?.getChild('VariableName');
  const isSelf = self && member.firstChild && module.textOf(member.firstChild) === module.textOf(self);
  return isSelf ? classOf(module, self)?.definition : undefined;
}

/**
 * Whether code only reads a collection in a class. Checks the constants of the class and `….name` everywhere.
 */
function areOnlyRead(owner: KnownClass, own: readonly Binding[], name: string, layers: number): boolean {
  if (!own.every((binding) => isOnlyRead(owner.finder.module, binding, layers))) return false;
  for (const finder of modulesMentioning(owner.finder, name)) {
    const { module } = finder;
    for (const property of module.occurrences([name], module.root)) {
      const member = property.name === 'PropertyName' ? property.parent : null;
      if (member === null || isTarget(member) || isPlainRead(module, member, layers)) continue;
      const object = finder === owner.finder ? undefined : attributeOf(member)?.object;
      if (object === undefined || mayBeOfClass(finder, object, owner)) return false;
    }
  }
  return true;
}
