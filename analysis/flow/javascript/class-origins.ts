import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { callOf, returnedBy } from './functions.ts';
import { isMemberSetByImporters } from './importers.ts';
import type { JavaScriptModule } from './module.ts';
import { type FlowPlace, type OriginFinder, stepTo, takenOut } from './origin.ts';
import {
  isNamedFunction,
  isSameNode,
  keyOf,
  unwrapped,
  valueAfter,
  wrapped,
} from '../../syntax/javascript/syntax.ts';

/** `this.name`: returns the values that the class assigns to it. */
export function nextOfThis(place: FlowPlace): readonly FlowPlace[] | undefined {
  const found = classAround(place.node);
  if (found === undefined || typeof place.keys[0] !== 'string') return undefined;
  if (found.method !== undefined && isTakenOut(place.finder, found.method)) return undefined;
  return membersOf({ ...place, node: found.definition }, place.keys[0], found.isStatic, place);
}

/** `instance.name`. The node of the place is the class. */
export function instanceMember(place: FlowPlace): readonly FlowPlace[] | undefined {
  const [key] = place.keys;
  if (key === undefined || isReplaced(place)) return undefined;
  return membersOf(place, key, false, place);
}

/** Whether the constructor of a class returns another object. */
function isReplaced({ node, finder: { module } }: FlowPlace): boolean {
  const methods = node.getChild('ClassBody')?.getChildren('MethodDeclaration') ?? [];
  return methods.some((method) => {
    const name = method.getChild('PropertyDefinition');
    const isConstructor = name !== null && module.textOf(name) === 'constructor' && !isStatic(method);
    return isConstructor && returnedBy(module, method) !== undefined;
  });
}

/** `Class.NAME`. */
export function staticMember(place: FlowPlace): readonly FlowPlace[] | undefined {
  const [key] = place.keys;
  return key === undefined ? undefined : membersOf(place, key, true, place);
}

interface ClassAround {
  readonly definition: SyntaxNode;
  readonly isStatic: boolean;
  /** Undefined in the initial value of a field. */
  readonly method: SyntaxNode | undefined;
}

/** Whether a method is used without calling it on its object, so that `this` may be another object. */
function isTakenOut(finder: OriginFinder, method: SyntaxNode): boolean {
  const { module } = finder;
  if (method.getChild('get') ?? method.getChild('set')) return false;
  const key = method.getChild('PropertyDefinition') ?? method.getChild('PrivatePropertyDefinition');
  if (key === null || module.textOf(key) === 'constructor') return false;
  const name = module.textOf(key);
  if (isTakenByName(module, name) || readsInstanceByKey(module)) return true;
  for (const other of finder.others.mentioning(name))
    if (other !== finder && isTakenByName(other.module, name)) return true;
  return false;
}

function isTakenByName(module: JavaScriptModule, name: string): boolean {
  for (const node of module.occurrences([name])) {
    const { parent } = node;
    if (parent?.name === 'PatternProperty') return true;
    if (parent?.name === 'MemberExpression' && node.name !== 'VariableName' && !callOf(wrapped(parent)))
      return true;
  }
  return false;
}

/** `const method = instance[key]`. */
function readsInstanceByKey(module: JavaScriptModule): boolean {
  return onceFor(module, readsByKey, () =>
    membersByKey(module, /[\w$)\]]\s*\[(?!\s*(?:\d|["'`][^"'`]*["'`]\s*\]))/g).some((member) => {
      const object = member.firstChild && unwrapped(member.firstChild);
      if (object === null || callOf(wrapped(member))) return false;
      const binding = object.name === 'VariableName' ? module.bindingSeenBy(object) : undefined;
      const value = binding === undefined || binding === 'several' ? undefined : valueAfter(binding.node);
      return /^(?:NewExpression|this)$/.test((value ? unwrapped(value) : object).name);
    }),
  );
}

const readsByKey = new WeakMap<JavaScriptModule, boolean>();

function onceFor<Key extends object, T>(key: Key, answers: WeakMap<Key, T>, work: () => T): T {
  const known = answers.get(key) ?? work();
  answers.set(key, known);
  return known;
}

function classAround(node: SyntaxNode): ClassAround | undefined {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (/^(?:FunctionDeclaration|FunctionExpression)$/.test(outer.name)) return undefined;
    const isMember = /^(?:MethodDeclaration|PropertyDeclaration)$/.test(outer.name);
    const definition = isMember ? outer.parent?.parent : undefined;
    if (definition?.name === 'ClassDeclaration')
      return {
        definition,
        isStatic: isStatic(outer),
        method: outer.name === 'MethodDeclaration' ? outer : undefined,
      };
    if (isMember || isNamedFunction(outer)) return undefined;
  }
  return undefined;
}

function isStatic(member: SyntaxNode): boolean {
  return member.getChild('static') !== null;
}

/** Undefined if code outside the class may have assigned another value. */
function membersOf(
  place: FlowPlace,
  key: string,
  wantsStatic: boolean,
  from: FlowPlace,
): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  const definition = place.node;
  if (!isClosed(module, definition, key, wantsStatic)) return undefined;
  if (changesInstances(place.finder)) return undefined;
  if (!wantsStatic && isSetByKey(place)) return undefined;
  if (wantsStatic && isMemberSetByImporters(place.finder, key)) return undefined;
  const rest = place.keys.slice(1);
  const places: FlowPlace[] = [];
  for (const node of module.occurrences([key])) {
    const given = givenAt(module, definition, node, wantsStatic);
    if (given === 'unknown') return undefined;
    places.push(...given.map((value) => takenOut(stepTo(place, value), rest, from)));
  }
  return places.length === 0 ? undefined : places;
}

/** `instance[key] = …`, in this file or in one that it imports. */
function isSetByKey({ finder }: FlowPlace): boolean {
  const unknown = /^(?:NewExpression|Variable(?:Definition|Name))$/;
  return (
    setByKey(finder.module).some((object) => isOneOf(finder, object, /^NewExpression$/)) ||
    importedBy(finder).some((one) => setByKey(one.module).some((object) => isOneOf(one, object, unknown)))
  );
}

function isOneOf(finder: OriginFinder, object: SyntaxNode, names: RegExp): boolean {
  return finder.of(object).some(({ node }) => names.test(node.name));
}

/** The modules that may receive instances because the file imports them. */
function importedBy(finder: OriginFinder): readonly OriginFinder[] {
  return onceFor(finder, imported, () => {
    const { module, others } = finder;
    const paths = module.text.matchAll(/\b(?:from|import|require)\b\s*\(?\s*(["'])(\.[^"'\n]*)\1/g);
    return [...paths].flatMap(([, , specifier = '']) => {
      const other = others.find(specifier, module.file.uri);
      return other === undefined || other === finder ? [] : [other];
    });
  });
}

const imported = new WeakMap<OriginFinder, readonly OriginFinder[]>();

/** Returns the objects of which a module sets members by computed keys. */
function setByKey(module: JavaScriptModule): readonly SyntaxNode[] {
  return onceFor(module, settingByKey, () =>
    membersByKey(module, /\]\s*=(?!=)/g).flatMap(({ firstChild }) => firstChild ?? []),
  );
}

const settingByKey = new WeakMap<JavaScriptModule, readonly SyntaxNode[]>();

/** Returns the members whose key is computed, at the brackets that `brackets` finds in the text. */
function membersByKey(module: JavaScriptModule, brackets: RegExp): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const { index, 0: text } of module.text.matchAll(brackets)) {
    const at = text.startsWith(']') ? index : index + text.length - 1;
    const member = module.tree.resolveInner(at, 1).parent;
    if (member?.name === 'MemberExpression' && !stringOf(module, member)) found.push(member);
  }
  return found;
}

/** Whether code of the project may make or change instances without naming their class. */
function changesInstances(finder: OriginFinder): boolean {
  return onceFor(finder, changing, () => finder.module.changesObjects || changesElsewhere(finder));
}

const changing = new WeakMap<OriginFinder, boolean>();

function changesElsewhere(finder: OriginFinder): boolean {
  for (const word of changingWords)
    for (const { module } of finder.others.mentioning(word)) if (module.changesObjects) return true;
  return false;
}

const changingWords = [
  'constructor',
  'create',
  'defineProperties',
  'defineProperty',
  'eval',
  'Function',
  'Proxy',
  'Reflect',
  'target',
];

/** `Object.assign(Names, …)`, or any function that may do this with the class that it receives. */
const setsUnseen = /\bObject\.assign\b|\]\s*=(?!=)/;

/** Whether code of the file may set static members of a class that it passes on or has under another name. */
function isPassedAndSet(module: JavaScriptModule, binding: Binding): boolean {
  if (!setsUnseen.test(module.text)) return false;
  return module.usesOf(binding).some((use) => {
    const owner = wrapped(use).parent;
    if (owner?.name === 'MemberExpression')
      return !stringOf(module, owner) && owner.parent?.name === 'AssignmentExpression';
    return /^(?:ArgList|ArrayExpression|Property|ReturnStatement|VariableDeclaration)$/.test(
      owner?.name ?? '',
    );
  });
}

function stringOf(module: JavaScriptModule, member: SyntaxNode | null | undefined): boolean {
  return member !== null && member !== undefined && keyOf(member, module.text) !== undefined;
}

/** Returns the values that one occurrence of the member's name assigns to it. */
function givenAt(
  module: JavaScriptModule,
  definition: SyntaxNode,
  node: SyntaxNode,
  wantsStatic: boolean,
): readonly SyntaxNode[] | 'unknown' {
  const owner = node.parent;
  if (/^(?:Private)?PropertyDefinition$/.test(node.name) && isSameNode(owner?.parent?.parent, definition)) {
    return owner && isStatic(owner) === wantsStatic ? givenByMember(module, owner, node) : [];
  }
  if (isParameterProperty(module, definition, node)) return wantsStatic ? [] : [node];
  if (owner?.name !== 'MemberExpression' || !/^(?:Private)?PropertyName$/.test(node.name)) return [];
  return givenByAssignment(definition, owner, wantsStatic);
}

function givenByMember(
  module: JavaScriptModule,
  member: SyntaxNode,
  name: SyntaxNode,
): readonly SyntaxNode[] | 'unknown' {
  if (member.name === 'PropertyDeclaration') {
    const value = valueAfter(name);
    // Whether the parameters of the constructor are set before depends on the settings of the compiler.
    if (value !== undefined && /\bthis\b/.test(module.textOf(value)) && hasParameterProperty(member.parent))
      return 'unknown';
    // A member without an initial value is assigned one in the constructor.
    return value === undefined ? [] : [value];
  }
  if (member.name !== 'MethodDeclaration' || member.getChild('set') !== null) return 'unknown';
  // A decorator may replace the method.
  if (member.getChild('Decorator') !== null) return 'unknown';
  return member.getChild('get') === null ? [member] : (returnedBy(module, member) ?? 'unknown');
}

function givenByAssignment(
  definition: SyntaxNode,
  member: SyntaxNode,
  wantsStatic: boolean,
): readonly SyntaxNode[] | 'unknown' {
  const assignment = member.parent;
  if (assignment?.name === 'UnaryExpression' && assignment.getChild('delete')) return 'unknown';
  if (/^(?:PostfixExpression|ArrayPattern|PatternProperty)$/.test(assignment?.name ?? '')) return 'unknown';
  if (assignment?.name !== 'AssignmentExpression' || !isSameNode(assignment.firstChild, member)) return [];
  const object = member.firstChild;
  const own = object?.name === 'this' ? classAround(object) : undefined;
  const isOwn = own !== undefined && isSameNode(own.definition, definition);
  const value = assignment.getChild('Equals') === null ? null : assignment.lastChild;
  if (own !== undefined && !isOwn) return [];
  return isOwn && own.isStatic === wantsStatic && value ? [value] : 'unknown';
}

function hasParameterProperty(body: SyntaxNode | null): boolean {
  const lists = body?.getChildren('MethodDeclaration').map((method) => method.getChild('ParamList')) ?? [];
  return lists.some((list) => (list?.getChild('Privacy') ?? list?.getChild('readonly') ?? null) !== null);
}

/** `constructor(private readonly name: string)`. */
function isParameterProperty(module: JavaScriptModule, definition: SyntaxNode, node: SyntaxNode): boolean {
  const list = node.parent;
  if (list?.name !== 'ParamList' || !/^(?:Privacy|readonly)$/.test(node.prevSibling?.name ?? ''))
    return false;
  const method = list.parent;
  const key = method?.getChild('PropertyDefinition');
  return (
    key !== null &&
    key !== undefined &&
    module.textOf(key) === 'constructor' &&
    isSameNode(method?.parent?.parent, definition)
  );
}

/** Code that may change the members of instances of any class. */
const changesPrototypes = /\bprototype\b|\b__proto__\b|\b[gs]etPrototypeOf\b/;

/** Whether neither code outside the file nor a subclass inside it can assign another value to a member. */
function isClosed(
  module: JavaScriptModule,
  definition: SyntaxNode,
  key: string,
  wantsStatic: boolean,
): boolean {
  if (key.startsWith('#')) return true;
  const name = definition.getChild('VariableDefinition');
  if (name === null || definition.getChild('extends') !== null) return false;
  if (
    new RegExp(String.raw`\bextends\s+${module.textOf(name).replaceAll('$', String.raw`\$`)}\b`).test(
      module.text,
    )
  )
    return false;
  if (changesPrototypes.test(module.text)) return false;
  if (/\bObject\.assign\(\s*this\b|\bthis\[/.test(module.textOf(definition))) return false;
  const binding = module.bindingOf(name);
  if (wantsStatic && binding !== undefined && isPassedAndSet(module, binding)) return false;
  const isExported = definition.parent?.name === 'ExportDeclaration';
  const isPassedOut =
    binding === undefined || module.usesOf(binding).some(({ parent }) => parent?.name === 'ExportGroup');
  return wantsStatic || (!isExported && !isPassedOut);
}
