import type { Contents, Key, ObjectAtom, Value } from '../engine/model.ts';
import { keyOf } from '../engine/keys.ts';
import type { ApplyEffect, Caller, LibraryCall, Run } from '../engine/run.ts';
import { join, keysIn, literal, nothing, onlyLiteral, undefinedValue, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf, type Arguments } from './arguments.ts';
import {
  anyItem,
  changeEach,
  entryOf,
  isComplete,
  itemsIn,
  listOf,
  merged,
  objectsIn,
  pairsIn,
  secretsIn,
  withEntry,
  withItems,
  withoutEntry,
} from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** `dict(…)`, `new Map(…)`, `SimpleNamespace(…)`. */
export const dictionary: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  if (nameOf(call) === 'fromkeys') return fromKeys(run, given, call);
  const isNamespace = /\.(?:Simple)?Namespace$/.test(call.path);
  const isPlain = isNamespace || call.path === 'dict';
  const made = run.create({
    type: isNamespace ? 'instance' : 'dictionary',
    ...(!isPlain && { path: call.path }),
  });
  const isDefault = call.path.endsWith('defaultdict');
  const missing = isDefault ? argument(given, 0, 'default_factory') : undefined;
  if (missing !== undefined && onlyLiteral(missing) === undefined)
    run.change(made, { ...run.contents(made), missing });
  // Earlier maps of a chain take precedence.
  const sources = call.path.endsWith('ChainMap')
    ? given.items.toReversed()
    : given.items.slice(isDefault ? 1 : 0);
  const isCounter = call.path.endsWith('.Counter');
  for (const source of sources) addAll(run, [made], isCounter ? withoutFields(run, source) : source, call);
  addNamed(run, [made], given, call);
  const [first] = given.items.flatMap(secretsIn);
  if (first !== undefined && call.path.endsWith('URLSearchParams')) {
    const secret = { read: first.read, requires: first.requires };
    run.change(made, { ...run.contents(made), secret });
  }
  if (run.library.caseless?.has(call.path) === true) {
    const contents = run.contents(made);
    const entries = new Map(
      [...contents.entries].map(([key, value]) => [keyOf(String(key).toLowerCase()), value] as const),
    );
    run.change(made, { ...contents, entries });
  }
  return [made];
};

/** Fields of a secret are not counts. */
function withoutFields(run: Run, value: Value): Value {
  return value.filter((atom) => atom.kind !== 'object' || run.contents(atom).secret === undefined);
}

/** `parser.get(section, key)` */
export const getEntry: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [section = unknown, key = unknown] = given.items;
  return join(
    run.item(run.item(objectsIn(receiver), section, call.at), key, call.at),
    given.named.get('fallback') ?? unknown,
  );
};

/** `dict.fromkeys(keys, value)` */
function fromKeys(run: Run, given: Arguments, { at }: LibraryCall): Value {
  const made = run.create({ type: 'dictionary' });
  const keys = run.iterate(argument(given, 0) ?? nothing, at);
  const value = argument(given, 1) ?? literal(null);
  for (const key of keys.isKnown ? keys.items : [[...keys.any, ...unknown]])
    changeEach(run, [made], (contents) => withEntry(contents, key, value));
  return [made];
}

/** Puts entries of dictionaries, pairs and keyword arguments into the receiver. */
export const update: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const isUnordered = objectsIn(receiver).some((atom) => run.contents(atom).type !== 'dictionary');
  for (const source of given.items) {
    if (isUnordered) addItems(run, receiver, source, call);
    else addAll(run, receiver, source, call);
  }
  addNamed(run, receiver, given, call);
  return receiver;
};

/** `operator.or_(one, other)`, `chain.new_child(map)`: a new dictionary with the entries of all. */
export const merge: ApplyEffect = (run, call) => {
  const { items } = argumentsOf(run, call);
  const receivers = objectsIn(call.receiver ?? nothing);
  const sources = [...(receivers.length > 0 ? [receivers] : []), ...items];
  const [first = nothing] = sources;
  if (!objectsIn(first).some((atom) => run.contents(atom).type === 'dictionary')) return unknown;
  const made = run.create({ type: 'dictionary' });
  for (const source of sources) addAll(run, [made], source, call);
  return [made];
};

/** `Object.assign(target, …sources)`. The target can be a store, such as `conv.state`. */
export const assign: ApplyEffect = (run, call) => {
  const { items } = argumentsOf(run, call);
  const [target = unknown, ...sources] = items;
  for (const source of sources) addAll(run, target, source, call);
  if (target.some(({ kind }) => kind === 'outside'))
    for (const [index, source] of sources.entries()) {
      const at = { ...call.at, place: call.passed[index + 1]?.place ?? call.at.place };
      assignOutside(run, target, source, at);
    }
  return target;
};

/** Code that later reads `process.env` sees the assigned value. */
function assignOutside(run: Run, target: Value, source: Value, at: Caller): void {
  const outer = target.filter(({ kind }) => kind === 'outside');
  const [only, ...more] = objectsIn(source);
  const contents = only && run.contents(only);
  if (only === undefined || more.length > 0 || contents === undefined || !isComplete(contents))
    return run.setItem(outer, unknown, source, at);
  for (const [key, value] of contents.entries)
    run.setItem(outer, literal(key), through(run, only, value), at);
}

function addNamed(run: Run, target: Value, given: Arguments, call: LibraryCall): void {
  const { named, spread } = given;
  const fields = spread.filter((atom) => atom.kind === 'object' && run.contents(atom).secret !== undefined);
  addAll(run, target, fields, call);
  const others = fields.length === 0 ? given.others : nothing;
  if (named.size === 0 && others.length === 0) return;
  changeEach(run, target, (contents) => {
    const entries = new Map<Key, Value>([...named].map(([name, value]) => [keyOf(name), value] as const));
    return merged(contents, { type: contents.type, ...emptyContents, entries, others });
  });
}

const emptyContents = {
  entries: new Map<Key, Value>(),
  others: nothing,
  otherKeys: nothing,
  gone: new Set<Key>(),
} as const;

/** Adds the entries of a dictionary, or a list of pairs. */
function addAll(run: Run, target: Value, source: Value, call: LibraryCall): void {
  const sources = objectsIn(source);
  for (const atom of sources) {
    const contents = run.contents(atom);
    if (contents.type === 'dictionary' || contents.type === 'instance') {
      const added = marked(run, contents, atom);
      changeEach(run, target, (before) => {
        const after = merged(before, added);
        return sources.length === 1 ? after : merged(after, { ...added, ...emptyContents });
      });
    } else addPairs(run, target, [atom], call);
  }
}

function marked(run: Run, contents: Contents, atom: ObjectAtom): Contents {
  if (atom.entered === undefined) return contents;
  const entries = new Map(
    [...contents.entries].map(([key, value]) => [key, through(run, atom, value)] as const),
  );
  return { ...contents, entries, others: through(run, atom, contents.others) };
}

function addPairs(run: Run, target: Value, list: Value, { at }: LibraryCall): void {
  const { known, others } = pairsOf(run, list, at);
  for (const [index, pair] of [...known, others].entries()) {
    if (objectsIn(pair).length === 0) continue;
    const [key, value] = [run.item(pair, literal(0), at), run.item(pair, literal(1), at)];
    // A pair that represents several adds its value to the entry, and does not replace it.
    changeEach(run, target, (contents) =>
      withEntry(contents, index < known.length ? key : [...key, ...unknown], value),
    );
  }
}

/** The first pairs of a list can be known although its length is not. */
function pairsOf(
  run: Run,
  list: Value,
  at: Caller,
): { readonly known: readonly Value[]; readonly others: Value } {
  const all = run.iterate(list, at);
  if (all.isKnown) return { known: all.items, others: nothing };
  const [only, ...more] = objectsIn(list);
  const contents = only === undefined || more.length > 0 ? undefined : run.contents(only);
  if (contents?.type !== 'list' || contents.entries.size === 0) return { known: [], others: all.any };
  return { known: [...contents.entries.values()], others: contents.others };
}

function addItems(run: Run, target: Value, source: Value, { at }: LibraryCall): void {
  const added = run.iterate(source, at);
  changeEach(run, target, (contents) => {
    const before = itemsIn(contents);
    const isKnown = before.isKnown && added.isKnown;
    return withItems(
      contents,
      isKnown
        ? { isKnown, items: [...before.items, ...added.items] }
        : { isKnown: false, any: join(anyItem(before), anyItem(added)) },
    );
  });
}

/** `Object.fromEntries(pairs)` */
export const fromItems: ApplyEffect = (run, call) => {
  const made = run.create({ type: 'dictionary' });
  addPairs(run, [made], argument(argumentsOf(run, call), 0) ?? nothing, call);
  return [made];
};

/** `get(key, default)` */
export const get: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const keys = keysOfCase(run, receiver, argument(given, 0, 'key') ?? unknown);
  const byDefault = argument(given, 1, 'default') ?? literal(run.library.isEmptyFalse ? null : undefined);
  return join(...objectsIn(receiver).map((atom) => valueOr(run, atom, keys, byDefault)), ofOthers(receiver));
};

function valueOr(run: Run, atom: ObjectAtom, keys: Value, byDefault: Value): Value {
  const { value, isCertain } = entryOf(run.contents(atom), keys);
  return through(run, atom, isCertain ? value : join(value, byDefault));
}

function ofOthers(receiver: Value): Value {
  return receiver.some(({ kind }) => kind === 'unknown' || kind === 'outside') ? unknown : nothing;
}

export const setDefault: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const keys = argument(given, 0) ?? unknown;
  const byDefault = argument(given, 1) ?? literal(null);
  const found = objectsIn(receiver).map((atom) => valueOr(run, atom, keys, byDefault));
  changeEach(run, receiver, (contents) => {
    const { value, isCertain } = entryOf(contents, keys);
    return isCertain ? contents : withEntry(contents, keys, join(value, byDefault));
  });
  return found.length === 0 ? unknown : join(...found);
};

/** `pop(key, default)` of a dictionary, `pop(index)` and `shift()` of a list. */
export const pop: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const keys = argument(given, 0);
  const byDefault = argument(given, 1) ?? nothing;
  const found = objectsIn(receiver).map((atom): Value => {
    const contents = run.contents(atom);
    const position = positionIn(contents, keys, call);
    if (contents.type !== 'dictionary')
      return through(
        run,
        atom,
        position === undefined ? anyItem(itemsIn(contents)) : (contents.entries.get(position) ?? unknown),
      );
    return keys === undefined ? onePair(run, contents) : valueOr(run, atom, keys, byDefault);
  });
  changeEach(run, receiver, (contents) => {
    if (contents.type !== 'dictionary') return withoutItem(contents, positionIn(contents, keys, call));
    return keys === undefined ? contents : withoutKeys(contents, keys);
  });
  return join(...found, ofOthers(receiver));
};

function positionIn(contents: Contents, keys: Value | undefined, call: LibraryCall): number | undefined {
  const { length } = contents;
  if (length === undefined || contents.type === 'set') return undefined;
  if (/^(?:shift|popleft|get|get_nowait)$/.test(nameOf(call))) return 0;
  if (keys === undefined) return length - 1;
  const [key, ...more] = keysIn(keys);
  if (typeof key !== 'number' || more.length > 0) return undefined;
  return key < 0 ? length + key : key;
}

function withoutItem(contents: Contents, position: number | undefined): Contents {
  const items = itemsIn(contents);
  if (!items.isKnown || position === undefined)
    return withItems(contents, { isKnown: false, any: anyItem(items) });
  return withItems(contents, { isKnown: true, items: items.items.toSpliced(position, 1) });
}

function onePair(run: Run, contents: Contents): Value {
  return join(...pairsIn(contents).map((pair) => listOf(run, { isKnown: true, items: pair }, 'tuple')));
}

/** The entry is certainly gone only if exactly one key is possible. */
function withoutKeys(contents: Contents, keys: Value): Contents {
  const [key, ...more] = keysIn(keys);
  return key === undefined || more.length > 0 || keys.length > 1
    ? contents
    : withoutEntry(contents, keyOf(key));
}

/** `map.delete(key)`, `set.discard(item)` */
export const removeKey: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const keys = keysOfCase(run, receiver, argument(given, 0) ?? unknown);
  changeEach(run, receiver, (contents) => {
    if (contents.type === 'dictionary') return withoutKeys(contents, keys);
    return withItems(contents, { isKnown: false, any: anyItem(itemsIn(contents)) });
  });
  return unknown;
};

/** The keys of `Headers` are case-insensitive. */
function keysOfCase(run: Run, receiver: Value, keys: Value): Value {
  const { caseless } = run.library;
  if (
    caseless === undefined ||
    !objectsIn(receiver).some((atom) => caseless.has(run.contents(atom).path ?? ''))
  )
    return keys;
  return keys.map((atom) =>
    atom.kind === 'literal' && typeof atom.value === 'string'
      ? { ...atom, value: atom.value.toLowerCase() }
      : atom,
  );
}

/** `map.set(key, value)`. The result is the map. */
export const put: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [written = unknown, value = undefinedValue] = [argument(given, 0), argument(given, 1)];
  const keys = keysOfCase(run, receiver, written);
  changeEach(run, receiver, (contents) => withEntry(contents, keys, value));
  return receiver;
};
