import { credentialName, isSecret, join, literal, nothing, outside, unknown } from './values.ts';
import { keyOfOutside, longer, through } from './paths.ts';
import { itemOf } from './items.ts';
import { keyOf } from './keys.ts';
import { entryAt } from './entries.ts';
import { describedValue, isDescribed } from './descriptors.ts';
import type {
  Atom,
  ClassAtom,
  Contents,
  FunctionAtom,
  Key,
  ObjectAtom,
  OutsideAtom,
  Value,
} from './model.ts';
import { decorated } from './definitions.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Caller, LibraryCall, Run } from './run.ts';

/** Reads an attribute of every possible value. */
export function member(run: Run, object: Value, name: string, at: Caller): Value {
  const isTest = run.library.methods.text.get(name) === 'nothing';
  const read = isTest && hasKnownStart(object) ? object.filter(isSecret) : object;
  return join(...read.map((atom) => memberOf(run, atom, name, at)));
}

/** Whether a string begins with a literal, whatever follows it. */
function hasKnownStart(value: Value): boolean {
  const starts = new Set(value.filter(isSecret).map(({ before }) => before));
  const isText = value.every((atom) =>
    isSecret(atom) ? atom.before !== undefined : atom.kind === 'unknown',
  );
  return isText && starts.size === 1;
}

function memberOf(run: Run, atom: Atom, name: string, at: Caller): Value {
  switch (atom.kind) {
    case 'object':
      return through(run, atom, memberOfObject(run, atom, name, at));
    case 'class':
      return memberOfClass(run, atom, name, [atom], at);
    case 'super':
      if (name === run.library.special.constructor) return [atom];
      if (name === run.library.special.create && !hasMethod(atom.base, name))
        return outside(`object.${name}`);
      return atom.base.kind === 'class'
        ? memberOfClass(run, atom.base, name, atom.receiver, at)
        : outside(longer(atom.base.path, name), atom.receiver);
    case 'outside':
      if (atom.path === credentialName) return outside(`text.${name}`, [atom]);
      if (run.library.methods.function.has(name) && run.library.functions.has(atom.path))
        return outside(`function.${name}`, [atom]);
      return join(
        run.state.variable(keyOfOutside(atom.path, name)) ?? nothing,
        outside(longer(atom.path, name), [atom]),
      );
    case 'secret':
      if (run.library.harmlessAttributes.has(name)) return unknown;
      // If code reads an attribute that strings do not have, the value is never a string there.
      return run.library.methods.text.has(name) ? outside(`text.${name}`, [atom]) : nothing;
    case 'literal':
      return typeof atom.value === 'string' ? memberOfText(atom.value, name, atom) : unknown;
    case 'function':
      return outside(`function.${name}`, [atom]);
    case 'unknown':
      return outside(`?.${name}`, [atom]);
  }
}

function hasMethod(base: ClassAtom | OutsideAtom, name: string): boolean {
  return base.kind === 'class' && methodsNamed(base, name).length > 0;
}

function memberOfText(text: string, name: string, atom: Atom): Value {
  return name === 'length' ? literal(text.length) : outside(`text.${name}`, [atom]);
}

function memberOfObject(run: Run, atom: ObjectAtom, name: string, at: Caller): Value {
  const contents = run.contents(atom);
  if (contents.reader !== undefined) return run.call(contents.reader, [{ value: literal(name) }], at);
  const kept = contents.entries.get(name);
  const own = kept !== undefined && isDescribed(run, contents.class, name) ? undefined : kept;
  if (own !== undefined && (isPlainObject(run, contents) || !isMethodOf(run, contents, name)))
    return run.library.isEmptyFalse ? own : ofObject(run, own, atom, at);
  if (contents.path !== undefined && contents.class === undefined) {
    const computed = run.library.attributes?.get(`${contents.path}.${name}`);
    if (computed !== undefined)
      return run.applyEffect(computed, computedAs(`${contents.path}.${name}`, [atom], at));
  }
  if (contents.type === 'instance') return memberOfInstance(run, atom, contents, name, at);
  if (name === run.library.special.dataMember && contents.class !== undefined) {
    const { class: _, ...data } = contents;
    return [run.create(data)];
  }
  if (contents.class !== undefined && isOfClass(contents.class, name))
    return memberOfClass(run, contents.class, name, [atom], at);
  const ownPath = `${contents.path ?? ''}.${name}`;
  if (run.library.functions.has(ownPath)) return outside(ownPath, [atom]);
  if (isMethodOf(run, contents, name)) return outside(`${contents.type}.${name}`, [atom]);
  if (contents.type !== 'dictionary') return name === 'length' ? lengthOf(contents) : unknown;
  // JavaScript reads entries of objects as attributes.
  if (!run.library.isEmptyFalse) return itemOf(run, atom, name);
  return contents.path === undefined ? nothing : unknown;
}

function lengthOf({ length }: Contents): Value {
  return length === undefined ? unknown : literal(length);
}

/** Whether a class, or one of its bases in the project, has a method or an attribute with this name. */
function isOfClass(made: ClassAtom, name: string): boolean {
  return methodsNamed(made, name).length > 0;
}

/** Functions that are read from a JavaScript object receive it as `this`. Getters are called. */
function ofObject(run: Run, own: Value, object: ObjectAtom, at: Caller): Value {
  if (!own.some(({ kind }) => kind === 'function')) return own;
  return join(
    ...own.map((atom): Value => {
      if (atom.kind !== 'function' || atom.receiver !== undefined || atom.code.receiver === undefined)
        return [atom];
      const method = bound(atom, [object]);
      if (atom.code.role === 'setter') return literal(undefined);
      return atom.code.role === 'getter' ? run.call([method], [], at) : [method];
    }),
  );
}

function computedAs(path: string, receiver: Value, at: Caller): LibraryCall {
  return { path, receiver, passed: [], at };
}

/** Attributes set by the code take precedence over methods: on instances, and on JavaScript objects. */
function isPlainObject(run: Run, { type, path }: Contents): boolean {
  return type === 'instance' || (type === 'dictionary' && path === undefined && !run.library.isEmptyFalse);
}

function isMethodOf(run: Run, { type }: Contents, name: string): boolean {
  return run.library.methods[type === 'instance' ? 'instance' : type].has(name);
}

function memberOfInstance(run: Run, atom: ObjectAtom, contents: Contents, name: string, at: Caller): Value {
  const { class: made, path } = contents;
  const own = specialMember(run, atom, contents, name);
  if (own !== undefined) return own;
  if (made === undefined)
    return path === undefined
      ? join(entryAt(contents, name) ?? nothing, unknown)
      : outside(`${path}.${name}`, [atom]);
  const found = memberOfClass(run, made, name, [atom], at);
  if (found.every(isMissing)) {
    const { getMember } = run.library.special;
    const [method] = getMember === undefined ? [] : methodsNamed(made, getMember);
    if (method !== undefined && name !== getMember)
      return run.call([bound(method, [atom])], [{ value: literal(name) }], at);
  }
  const added = entryAt(contents, name) ?? nothing;
  return added.length > 0 && found.every(({ kind }) => kind === 'unknown' || kind === 'outside')
    ? join(added, found)
    : found;
}

function isMissing(atom: Atom): boolean {
  return atom.kind === 'outside' && (atom.path.startsWith('?.') || atom.path.startsWith('object.'));
}

/** Attributes that the language itself defines for an object. */
function specialMember(
  run: Run,
  atom: ObjectAtom,
  { class: made, entries, others, passed: given }: Contents,
  name: string,
): Value | undefined {
  const { attributes, passed } = run.library.special;
  if (name === attributes) return [run.create({ type: 'dictionary', entries, others, attributesOf: [atom] })];
  if (name !== passed || given === undefined || (made !== undefined && !hasOutsideBase(made)))
    return undefined;
  const items = given.filter((one) => one.name === undefined).map(({ value }) => value);
  if (given.some(({ spread }) => spread !== undefined)) return undefined;
  const numbered = new Map<Key, Value>(items.map((value, index) => [index, through(run, atom, value)]));
  return [run.create({ type: 'tuple', entries: numbered, length: items.length })];
}

function hasOutsideBase(made: ClassAtom): boolean {
  return lineage(made).some(({ bases }) => bases.flat().some(({ kind }) => kind === 'outside'));
}

/** A method, a getter or an attribute of a class, bound to `receiver`. */
function memberOfClass(run: Run, made: ClassAtom, name: string, receiver: Value, at: Caller): Value {
  const methods = methodsNamed(made, name);
  const isClass = receiver.every(({ kind }) => kind === 'class');
  const getter = methods.find(({ code }) => code.role === 'getter' || code.role === 'class getter');
  if (getter?.code.role === 'class getter') return run.call([bound(getter, receiver)], [], at);
  if (getter !== undefined) return isClass ? unknown : run.call([bound(getter, receiver)], [], at);
  const method = methods.findLast(({ code }) => code.role !== 'setter' && code.role !== 'class setter');
  if (method !== undefined) return boundMethod(run, method, receiver, isClass, at);
  for (const { statics } of lineage(made)) {
    const value = run.contents({ kind: 'object', id: statics }).entries.get(name);
    if (value !== undefined) return describedValue(run, made, value, receiver, at);
  }
  if (name === run.library.special.annotations) return fieldsByName(run, made);
  const base = lineage(made)
    .flatMap(({ bases }) => bases.flat())
    .find(({ kind }) => kind === 'outside');
  if (base?.kind === 'outside') {
    const path = longer(base.path, name);
    const computed = run.library.attributes?.get(path);
    return computed === undefined
      ? outside(path, receiver)
      : run.applyEffect(computed, computedAs(path, receiver, at));
  }
  return outside(`?.${name}`, receiver);
}

/** The fields of a class, of which only the names are known. */
function fieldsByName(run: Run, made: ClassAtom): Value {
  const owner = lineage(made).find(({ code }) => code.fields.length > 0);
  const names = owner?.code.fields.map((field) => [keyOf(field.name), unknown] as const) ?? [];
  return [run.create({ type: 'dictionary', entries: new Map<Key, Value>(names) })];
}

function bound(method: FunctionAtom, receiver: Value): FunctionAtom {
  return { ...method, receiver };
}

/** A decorated method receives its receiver as the first argument. */
function boundMethod(run: Run, method: FunctionAtom, receiver: Value, isClass: boolean, at: Caller): Value {
  const { role } = method.code;
  const isBound = role === 'class' || (role !== 'static' && !isClass);
  return decorated(run, method, at).map((atom) => {
    if (atom.kind !== 'function' || !isBound) return atom;
    return atom.code === method.code ? bound(atom, receiver) : withReceiver(atom, receiver);
  });
}

function withReceiver(atom: FunctionAtom, receiver: Value): FunctionAtom {
  return { ...atom, given: [{ value: receiver }, ...(atom.given ?? [])] };
}
