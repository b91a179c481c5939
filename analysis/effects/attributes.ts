import type { Contents, Key, ObjectAtom, Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import type { ClassCode, NameExpression } from '../ir/ir.ts';
import { keyOf } from '../engine/keys.ts';
import { join, keysIn, literal, nothing, outside, unknown } from '../engine/values.ts';
import { lineage } from '../engine/lineage.ts';
import { propertyPath, readKey } from '../engine/descriptors.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { createLike, itemsIn, listOf, objectsIn, withEntry } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';
import { addressParts } from './parsing.ts';

/** `getattr(object, name, default)` */
export const getAttribute: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const object = argument(given, 0) ?? unknown;
  const names = keysIn(argument(given, 1) ?? nothing);
  const found = names.map((name) => run.member(object, String(name), call.at));
  const byDefault = argument(given, 2) ?? nothing;
  return names.length === 0 ? join(unknown, byDefault) : join(...found, byDefault);
};

/** `new Proxy(target, { get: (target, name) => … })` */
export const proxy: ApplyEffect = (run, call) => {
  const [target = unknown, handler = unknown] = argumentsOf(run, call).items;
  const read = run.member(objectsIn(handler), 'get', call.at).filter(({ kind }) => kind === 'function');
  const reader = read.map((atom) =>
    atom.kind === 'function' ? { ...atom, given: [{ value: target }] } : atom,
  );
  return read.length === 0 ? target : [run.create({ type: 'instance', reader })];
};

/** `property(read)` as a value of a class: an object that reads the attribute. */
export const property: ApplyEffect = (run, call) => {
  const read = argument(argumentsOf(run, call), 0, 'fget') ?? unknown;
  return [run.create({ type: 'instance', path: propertyPath, entries: new Map([[readKey, read]]) })];
};

/** `setattr(object, name, value)`, `super().__setattr__(name, value)` */
export const setAttribute: ApplyEffect = (run, call) => {
  const { receiver: object, given } = methodCall(run, call);
  const value = argument(given, 1) ?? unknown;
  const names = keysIn(argument(given, 0) ?? nothing);
  const at = { ...call.at, place: call.passed.at(-1)?.place ?? call.at.place };
  for (const name of names) run.setMember(object, String(name), value, at);
  if (names.length === 0) run.setItem(object, unknown, value, at);
  return literal(null);
};

/** `Object.defineProperty(object, name, { value, enumerable })` */
export const defineAttribute: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const [object = unknown, names = unknown, descriptor = unknown] = [0, 1, 2].map((at) =>
    argument(given, at),
  );
  const [name, ...more] = keysIn(names);
  const options = objectsIn(descriptor);
  const computed = run.member(options, 'get', call.at).filter(({ kind }) => kind === 'function');
  const value = computed.length > 0 ? run.call(computed, [], call.at) : run.member(options, 'value', call.at);
  if (name === undefined || more.length > 0) return object;
  run.setMember(object, String(name), value, call.at);
  const isShown = run
    .member(options, 'enumerable', call.at)
    .some((atom) => atom.kind !== 'literal' || Boolean(atom.value));
  for (const atom of isShown ? [] : objectsIn(object)) {
    const contents = run.contents(atom);
    run.change(atom, { ...contents, hidden: new Set([...(contents.hidden ?? []), keyOf(name)]) });
  }
  return object;
};

/** `Object.freeze(object)`. If the argument can be several objects, most of them are not frozen. */
export const freeze: ApplyEffect = (run, call) => {
  const given = argument(argumentsOf(run, call), 0) ?? unknown;
  const [only, ...others] = given;
  if (only?.kind === 'object' && others.length === 0)
    run.change(only, { ...run.contents(only), isFrozen: true });
  return given;
};

const maximumDepth = 4;

/** A dictionary of the first argument's attributes; nested data classes become dictionaries too. */
export const attributes: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const receivers = objectsIn(call.receiver ?? nothing);
  const value = receivers.length > 0 ? receivers : (argument(given, 0) ?? nothing);
  const isDeep = /asdict$|model_dump$/.test(call.path);
  const found = objectsIn(value).map((atom) => dictionaryFrom(run, atom, isDeep ? maximumDepth : 0));
  return found.length === 0 ? unknown : found;
};

function dictionaryFrom(run: Run, atom: ObjectAtom, depth: number): ObjectAtom {
  const { entries, others } = run.contents(atom);
  const inside = (value: Value): Value => {
    const marked = through(run, atom, value);
    if (depth === 0) return marked;
    return marked.map((one) =>
      one.kind === 'object' && isInstance(run, one) ? dictionaryFrom(run, one, depth - 1) : one,
    );
  };
  const copied = new Map<Key, Value>([...entries].map(([key, value]) => [key, inside(value)] as const));
  return run.create({ type: 'dictionary', entries: copied, others });
}

function isInstance(run: Run, atom: ObjectAtom): boolean {
  return run.contents(atom).type === 'instance';
}

/** `dataclasses.replace(object, name=value)`, `tuple._replace(name=value)`. */
export const replaceFields: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const copies = objectsIn(receiver).map((atom) => {
    let contents: Contents = run.contents(atom);
    for (const [name, value] of given.named) {
      const names = contents.path === undefined ? [] : addressParts(name);
      for (const one of [name, ...names]) contents = withEntry(contents, literal(one), value);
    }
    return createLike(run, atom, contents);
  });
  return copies.length === 0 ? unknown : copies;
};

/** `operator.methodcaller("strip")`, and calls of what it returns. */
export const methodCaller: ApplyEffect = (run, call) => {
  if (!call.path.endsWith(`.${getterCall}`)) {
    const [name, ...others] = call.passed;
    const given =
      name === undefined
        ? unknown
        : [run.create({ type: 'instance', entries: new Map([['name', name.value]]), passed: others })];
    return outside(`${call.path}.${getterCall}`, given);
  }
  const [object, ...more] = argumentsOf(run, call).items;
  const results = objectsIn(call.receiver ?? nothing).map((atom) => {
    const { entries, passed = [] } = run.contents(atom);
    const [name] = keysIn(entries.get('name') ?? nothing);
    const isOnly = object !== undefined && more.length === 0 && name !== undefined;
    return isOnly ? run.call(run.member(object, String(name), call.at), passed, call.at) : unknown;
  });
  return results.length === 0 ? unknown : join(...results);
};

/** `field(default=None)`, `field(default_factory=list)`, `Field("crm")`, `Factory(list)`. */
export const fieldDefault: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const [first] = given.items;
  const isFactory = nameOf(call) === 'Factory';
  const factory =
    given.named.get('default_factory') ?? given.named.get('factory') ?? (isFactory ? first : undefined);
  if (factory !== undefined) return run.call(factory, [], call.at);
  return given.named.get('default') ?? first ?? unknown;
};

/** `dataclasses.fields(object)`: what has the names of the fields, and what `field(…)` says about them. */
export const recordFields: ApplyEffect = (run, call) => {
  const objects = argument(argumentsOf(run, call), 0) ?? nothing;
  const fields = new Map<string, Value>();
  for (const atom of objects) {
    const made = atom.kind === 'object' ? run.contents(atom).class : atom.kind === 'class' ? atom : undefined;
    for (const { code, scope } of made === undefined ? [] : lineage(made).toReversed())
      for (const { name, value } of code.fields) {
        const given = value?.kind === 'call' ? value.arguments : [];
        // A helper may have created the field with any options.
        const isMade =
          value?.kind === 'call' && !('name' in value.callee && /^field$/i.test(value.callee.name));
        const told = (option: string): Value | undefined => {
          const found = given.find((one) => one.name === option);
          return found && run.evaluate(found.value, scope);
        };
        const entries = new Map<Key, Value>([
          ['name', isMade ? unknown : literal(name)],
          ['repr', told('repr') ?? literal(true)],
          ['metadata', told('metadata') ?? [run.create({ type: 'dictionary' })]],
        ]);
        fields.set(name, [run.create({ type: 'instance', entries })]);
      }
  }
  return fields.size === 0 ? unknown : listOf(run, { isKnown: true, items: [...fields.values()] });
};

/** `object.__new__(cls)` */
export const newInstance: ApplyEffect = (run, call) => {
  const classes = argument(argumentsOf(run, call), 0) ?? nothing;
  const made = classes.flatMap((atom): Value => {
    return atom.kind === 'class' ? [run.create({ type: 'instance', class: atom })] : unknown;
  });
  return made.length === 0 ? unknown : made;
};

/** `collections.namedtuple("Name", "a b")` */
export const namedTuple: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const [name = ''] = keysIn(argument(given, 0, 'typename') ?? nothing).map(String);
  const fields = fieldNames(run, argument(given, 1, 'field_names') ?? nothing);
  if (fields.length === 0) return unknown;
  const statics = run.create({ type: 'dictionary' });
  const code = recordCode(name, fields, call);
  return [
    { kind: 'class', code, scope: call.at.scope, bases: [outside('typing.NamedTuple')], statics: statics.id },
  ];
};

/** `Creds._make(items)` */
export const makeRecord: ApplyEffect = (run, { receiver = unknown, passed, at }) =>
  run.call(
    receiver.filter(({ kind }) => kind === 'class'),
    passed.slice(0, 1).map(({ value }) => ({ value, spread: 'items' })),
    at,
  );

/** `typing.NewType("Key", str)` */
export const newType: ApplyEffect = (_, { path }) => outside(`${path}.${getterCall}`);

/** `"a b"`, `"a, b"`, `["a", "b"]`, `[("a", str), ("b", str)]`. */
function fieldNames(run: Run, value: Value): readonly string[] {
  const texts = value.flatMap((atom) =>
    atom.kind === 'literal' && typeof atom.value === 'string' ? [atom.value] : [],
  );
  const listed = objectsIn(value).flatMap((atom) => {
    const items = itemsIn(run.contents(atom));
    return items.isKnown ? items.items.flatMap((item) => firstText(run, item)) : [];
  });
  return [...texts.flatMap((text) => text.split(/[\s,]+/)), ...listed].filter((name) => name !== '');
}

function firstText(run: Run, item: Value): readonly string[] {
  const [pair] = objectsIn(item);
  return keysIn(pair === undefined ? item : (run.contents(pair).entries.get(0) ?? nothing)).map(String);
}

function recordCode(name: string, fields: readonly string[], { at }: LibraryCall): ClassCode {
  const span = at.place.at;
  const base: NameExpression = { kind: 'name', name: 'NamedTuple', at: span };
  return {
    name,
    at: span,
    bases: [base],
    decorators: [],
    methods: [],
    fields: fields.map((field) => ({ name: field })),
    statics: [],
    isRecord: true,
  };
}

/** The path of what `itemgetter` and `attrgetter` return; its receiver is the list of names. */
const getterCall = 'called';

/** `operator.itemgetter("a", "b")`, and calls of what it returns. */
export const itemGetter: ApplyEffect = (run, call) => {
  return getter(run, call, (object, key) => run.item(object, key, call.at));
};

export const attributeGetter: ApplyEffect = (run, call) => {
  return getter(run, call, (object, key) => {
    let part = object;
    for (const name of String(keysIn(key)[0] ?? '').split('.')) part = run.member(part, name, call.at);
    return part;
  });
};

function getter(run: Run, call: LibraryCall, read: (object: Value, key: Value) => Value): Value {
  const given = argumentsOf(run, call);
  if (!call.path.endsWith(`.${getterCall}`))
    return outside(`${call.path}.${getterCall}`, listOf(run, { isKnown: true, items: given.items }, 'tuple'));
  const object = given.items[0] ?? unknown;
  const names = objectsIn(call.receiver ?? nothing).flatMap((atom) => {
    const items = itemsIn(run.contents(atom));
    return items.isKnown ? items.items : [];
  });
  const found = names.map((name) => read(object, name));
  const [only, ...others] = found;
  return only !== undefined && others.length === 0
    ? only
    : listOf(run, { isKnown: true, items: found }, 'tuple');
}
