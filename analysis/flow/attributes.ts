import type { SyntaxNode } from '@lezer/common';
import { attributeOf, contains, insideBrackets, isSameNode, childrenOf } from '../languages/python/syntax.ts';
import type { Binding } from './binding.ts';
import { returnOrigins } from './calls.ts';
import { isDisplay } from './collections.ts';
import { memberOfImport } from './imports.ts';
import type { OriginFinder, Frame, Origin } from './origin.ts';
import { isOnlyRead, isPlainRead, isTarget, layersOf } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';
import { classAround, decoratorsOf, nameOf, scopeOf } from './scope.ts';

/** Follows `self.name`, `cls.NAME` and `Names.NAME` to what the class gives them. Undefined: not so. */
export function attributeOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  property: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (origins.module.setsAttributesUnseen) return undefined;
  return (
    enumMember(origins, object, property, frame) ?? memberOrigins(origins, object, property, frame, false)
  );
}

/** A member of an enumeration is no text by itself, its `.value` is (`ofValue`). */
function memberOrigins(
  origins: OriginFinder,
  object: SyntaxNode,
  property: SyntaxNode,
  frame: Frame | undefined,
  ofValue: boolean,
): readonly Origin[] | undefined {
  const name = origins.module.textOf(property);
  const found: Origin[] = [];
  for (const origin of origins.of(object, frame)) {
    const { node, frame: inner, finder } = origin;
    const imported = memberOfImport(origin, origins.module.textOf(object), name);
    if (imported !== undefined) {
      found.push(...imported);
      continue;
    }
    const owner = classOf(finder.module, node);
    if (finder.module.setsAttributesUnseen) return undefined;
    if (owner !== undefined && isEnum(finder.module, owner.definition) !== ofValue) return undefined;
    const values = owner && valuesInClass(finder, owner.definition, name, owner.isInstance, inner ?? frame);
    if (values === undefined) return undefined;
    found.push(...values);
  }
  return found.length === 0 ? undefined : found;
}

/** `Names.STRIPE.value` is what `STRIPE` is in an `Enum`. */
function enumMember(
  origins: OriginFinder,
  object: SyntaxNode,
  property: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  if (origins.module.textOf(property) !== 'value') return undefined;
  const inner = attributeOf(object);
  return inner && memberOrigins(origins, inner.object, inner.property, frame, true);
}

function isEnum(module: PythonModule, definition: SyntaxNode): boolean {
  return basesOf(module, definition).some((base) => /(?:Enum|Flag)$/.test(base));
}

interface ClassUse {
  readonly definition: SyntaxNode;
  readonly isInstance: boolean;
}

/** The class whose instance (`self`) or itself (`cls`, its name) an origin is. */
export function classOf(module: PythonModule, node: SyntaxNode): ClassUse | undefined {
  const parent = node.parent;
  if (node.name !== 'VariableName' || parent === null) return undefined;
  if (parent.name === 'ClassDefinition' && isSameNode(nameOf(parent), node)) {
    return { definition: parent, isInstance: false };
  }
  const method = parent.name === 'ParamList' ? parent.parent : null;
  if (method === null || !isSameNode(parent.getChild('VariableName'), node)) return undefined;
  const definition = classAround(method);
  const decorators = decoratorsOf(module.text, method);
  if (definition === undefined || decorators.includes('staticmethod')) return undefined;
  return { definition, isInstance: !decorators.includes('classmethod') };
}

function valuesInClass(
  origins: OriginFinder,
  definition: SyntaxNode,
  name: string,
  isInstance: boolean,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const { module } = origins;
  if (isSubclassed(module, definition)) return undefined;
  const own = module.bindingsIn(definition, name);
  const attributes = attributeUses(module, definition, name);
  if (attributes === undefined || own.length + attributes.length === 0) return undefined;
  if (isInstance && own.some(isValue) && !isPlainClass(module, definition)) return undefined;
  const values = [
    ...own.flatMap((binding) => ofClassBinding(origins, binding, frame)),
    ...attributes.flatMap((binding) => origins.of(binding)),
  ];
  const displays = values.filter(({ node }) => isDisplay(node));
  const layers = displays.reduce((most, { node }) => Math.max(most, layersOf(node)), 0);
  return layers === 0 || areOnlyRead(module, own, name, layers) ? values : undefined;
}

function isValue(binding: Binding): boolean {
  return binding.kind === 'assignment';
}

/** Generated constructors (`@dataclass`, models) give instances other values than the class has. */
function isPlainClass(module: PythonModule, definition: SyntaxNode): boolean {
  const bases = basesOf(module, definition).filter((base) => base !== 'object');
  return bases.length === 0 && decoratorsOf(module.text, definition).length === 0;
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

/** The values assigned to `self.name` in the class; undefined when code assigns it in other ways. */
function attributeUses(
  module: PythonModule,
  definition: SyntaxNode,
  name: string,
): readonly SyntaxNode[] | undefined {
  const values: SyntaxNode[] = [];
  for (const property of module.occurrences([name], module.root)) {
    const member = property.parent;
    if (property.name !== 'PropertyName' || member === null || !isTarget(member)) continue;
    const value = contains(definition, member) ? assignedToSelf(module, definition, member) : undefined;
    if (value === undefined) {
      if (mayBeOf(module, definition, member)) return undefined;
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
  const object = member.firstChild;
  const method = scopeOf(member);
  const self = method.getChild('ParamList')?.getChild('VariableName');
  const use = self ? classOf(module, self) : undefined;
  const isSelf = object?.name === 'VariableName' && self && module.textOf(object) === module.textOf(self);
  if (!isSelf || use === undefined || !isSameNode(use.definition, definition)) return undefined;
  const value = owner.lastChild;
  return value === null || value.type.isError ? undefined : value;
}

/** `self.name = …` in another class is about that class; `anything.name = …` may be about this one. */
function mayBeOf(module: PythonModule, definition: SyntaxNode, member: SyntaxNode): boolean {
  const method = scopeOf(member);
  const self = method.getChild('ParamList')?.getChild('VariableName');
  const use = self ? classOf(module, self) : undefined;
  const isSelf =
    self && member.firstChild !== null && module.textOf(member.firstChild) === module.textOf(self);
  return !(isSelf && use !== undefined && !isSameNode(use.definition, definition));
}

export function basesOf(module: PythonModule, definition: SyntaxNode): readonly string[] {
  const list = definition.getChild('ArgList');
  if (list === null) return [];
  return insideBrackets(list)
    .filter(({ name }) => name === 'VariableName' || name === 'MemberExpression')
    .map((node) => module.textOf(node));
}

/** A subclass may give the attribute another value. */
function isSubclassed(module: PythonModule, definition: SyntaxNode): boolean {
  const name = nameOf(definition);
  if (name === undefined) return true;
  for (const node of module.occurrences([module.textOf(name)], module.root)) {
    const isBase = node.parent?.name === 'ArgList' && node.parent.parent?.name === 'ClassDefinition';
    if (isBase) return true;
  }
  return false;
}

/** Whether code only reads a collection that a class holds: its own constants and `….name` anywhere. */
function areOnlyRead(module: PythonModule, own: readonly Binding[], name: string, layers: number): boolean {
  if (!own.every((binding) => isOnlyRead(module, binding, layers))) return false;
  for (const property of module.occurrences([name], module.root)) {
    const member = property.name === 'PropertyName' ? property.parent : null;
    if (member !== null && !isTarget(member) && !isPlainRead(module, member, layers)) return false;
  }
  return true;
}
