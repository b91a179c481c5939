import { keyOfOutside, longer, through } from './paths.ts';
import type { Atom, ClassAtom, Contents, Key, ObjectAtom, Value } from './model.ts';
import { keyOf } from './keys.ts';
import { lineage, methodsNamed } from './lineage.ts';
import { settled } from './promises.ts';
import type { Caller, Items, Run } from './run.ts';
import { entryAt, remainingCredential } from './entries.ts';
import {
  credentialName,
  isSecret,
  join,
  keysIn,
  letterOf,
  literal,
  nothing,
  outside,
  unknown,
} from './values.ts';

/** Reads the entries with any of the given keys. Without a known key, all entries are possible. */
export function item(run: Run, object: Value, keys: Value, at: Caller): Value {
  const known = keysIn(plainKeys(run, keys)).map(keyOf);
  return join(
    ...object.map((atom): Value => {
      if (atom.kind !== 'object') return itemOfOther(run, atom, known, at);
      const { class: made, missing, type } = run.contents(atom);
      const { getItem } = run.library.special;
      const isOwn =
        made && getItem !== undefined && (type === 'instance' || methodsNamed(made, getItem).length > 0);
      if (isOwn === true) return run.call(run.member([atom], getItem, at), [{ value: keys }], at);
      if (missing !== undefined) createMissing(run, atom, missing, keys, at);
      const values = known.map((key) => madeItem(run, atom, key, at) ?? itemOf(run, atom, key));
      if (known.length === 0) values.push(anyEntryOf(run, atom, keys));
      return through(run, atom, join(...values));
    }),
  );
}

/** A subclass of a dictionary can have a method for missing keys. */
function madeItem(run: Run, atom: ObjectAtom, key: Key, at: Caller): Value | undefined {
  const contents = run.contents(atom);
  const { missingItem } = run.library.special;
  if (missingItem === undefined || contents.class === undefined || entryAt(contents, key) !== undefined)
    return undefined;
  const [method] = methodsNamed(contents.class, missingItem);
  return method && run.call([{ ...method, receiver: [atom] }], [{ value: literal(key) }], at);
}

/** A member of a string enumeration is represented by its value. */
function plainKeys(run: Run, keys: Value): Value {
  if (keys.every(({ kind }) => kind !== 'object')) return keys;
  return keys.flatMap((key): Value => {
    if (key.kind !== 'object') return [key];
    const { class: made, entries } = run.contents(key);
    const isText = made !== undefined && lineage(made).some(({ bases }) => bases.flat().some(isTextBase));
    return isText ? (entries.get('value') ?? [key]) : [key];
  });
}

function isTextBase(base: Atom): boolean {
  return base.kind === 'outside' && /^(?:str|enum\.StrEnum)$/.test(base.path);
}

/** Reading a key that does not exist creates its value. */
function createMissing(run: Run, atom: ObjectAtom, missing: Value, keys: Value, at: Caller): void {
  const known = keysIn(keys).map(keyOf);
  const { others } = run.contents(atom);
  if (known.length === 0 && others.length === 0) run.setItem([atom], keys, run.call(missing, [], at), at);
  for (const key of known)
    if (entryAt(run.contents(atom), key) === undefined)
      run.setItem([atom], literal(key), run.call(missing, [], at), at);
}

function itemOfOther(run: Run, atom: Atom, keys: readonly Key[], at: Caller): Value {
  const [key, ...more] = keys;
  if (atom.kind === 'outside') {
    const isKnown = key !== undefined && more.length === 0;
    const stored = isKnown ? run.state.variable(keyOfOutside(atom.path, key)) : undefined;
    return join(stored ?? nothing, outside(longer(atom.path, isKnown ? String(key) : '*'), [atom]));
  }
  // A single character of a string.
  if (atom.kind === 'secret') return keys.some((one) => typeof one === 'string') ? nothing : unknown;
  if (atom.kind === 'literal') return unknown;
  if (atom.kind === 'class')
    return run.item(join(...keys.map((one) => run.member([atom], String(one), at))), nothing, at);
  return unknown;
}

/** Reads one entry of an object. */
export function itemOf(run: Run, atom: ObjectAtom, key: Key): Value {
  const found = entryAt(run.contents(atom), key);
  // Python raises an error.
  return found ?? (run.library.isEmptyFalse ? nothing : literal(undefined));
}

/** An entry with an unknown key: any entry of a collection in the code, and nothing certain of a secret. */
function anyEntryOf(run: Run, atom: ObjectAtom, keys: Value): Value {
  const { entries, others, secret, type } = run.contents(atom);
  const isName = keys.some((key) => key.kind === 'outside' && key.path === credentialName);
  if (secret !== undefined && isName) return remainingCredential(run.contents(atom));
  if (secret !== undefined) return unknown;
  // Most attributes of an instance are something else.
  return type === 'instance' ? join(others, unknown) : join(...entries.values(), others, unknown);
}

/** Everything that iteration yields: the keys of a dictionary, the items of a collection. */
export function iterate(run: Run, iterable: Value, at: Caller): Items {
  const [only, ...others] = iterable;
  if (only?.kind === 'object' && others.length === 0) {
    const items = itemsOf(run, only, at);
    if (items !== undefined) return { isKnown: true, items: items.map((one) => through(run, only, one)) };
  }
  return { isKnown: false, any: join(...iterable.map((atom) => anyItemOf(run, atom, at))) };
}

/**
 * The iterations of a loop over lists whose first items are known, such as the parts of a string. The last
 * one represents the rest.
 */
export function partialRounds(run: Run, iterable: Value): readonly Value[] | undefined {
  const lists = iterable.flatMap((atom) => (atom.kind === 'object' ? [run.contents(atom)] : []));
  const first = Math.min(...lists.map(({ entries }) => entries.size));
  const isPartial = ({ type, length, entries, class: made }: Contents): boolean =>
    type === 'list' && length === undefined && made === undefined && entries.has(first - 1);
  if (lists.length < iterable.length || first > maximumRounds || !lists.every(isPartial)) return undefined;
  const known = [...Array(first).keys()].map((at) =>
    join(...lists.map(({ entries }) => entries.get(at) ?? nothing)),
  );
  const rest = lists.flatMap(({ entries, others }) =>
    Array.from(entries.values()).slice(first).concat([others]),
  );
  return [...known, join(...rest)];
}

/** Loops over more items than this are not followed item by item. */
const maximumRounds = 32;

function itemsOf(run: Run, atom: ObjectAtom, at: Caller): readonly Value[] | undefined {
  const { type, entries, others, secret, length, class: made, path } = run.contents(atom);
  if (isIterated(run, atom)) {
    const items = iteratedInstance(run, atom, at);
    if (items?.isKnown === true) return items.items;
    return items === undefined && made?.code.isRecord === true ? fieldValues(run, atom, made) : undefined;
  }
  if (type === 'dictionary' && path !== undefined && !run.library.isEmptyFalse) return undefined;
  if (type === 'dictionary')
    return secret !== undefined || others.length > 0 || entries.size > maximumRounds
      ? undefined
      : [...entries.keys()].map(literal);
  if (length === undefined || length > maximumRounds) return undefined;
  return [...Array(length).keys()].map((index) => entries.get(index) ?? unknown);
}

/** Whether an object defines its own iteration. */
function isIterated(run: Run, atom: ObjectAtom): boolean {
  const { type, class: made } = run.contents(atom);
  if (type === 'instance' && made !== undefined) return true;
  return type !== 'instance' && iteratorOf(run, atom) !== undefined;
}

function iteratorOf(run: Run, atom: ObjectAtom): string | undefined {
  const { class: made, entries } = run.contents(atom);
  const { iterate: name, iterateAsync } = run.library.special;
  if (made === undefined && (run.library.isEmptyFalse || entries.size === 0)) return undefined;
  return [name, iterateAsync].find(
    (one) =>
      one !== undefined && (made === undefined ? entries.has(one) : methodsNamed(made, one).length > 0),
  );
}

/** A named tuple yields its fields in order. */
function fieldValues(run: Run, atom: ObjectAtom, { code }: ClassAtom): readonly Value[] {
  const { entries } = run.contents(atom);
  return code.fields.map(({ name }) => entries.get(name) ?? unknown);
}

function iteratedInstance(run: Run, atom: ObjectAtom, at: Caller): Items | undefined {
  const name = iteratorOf(run, atom);
  if (name === undefined) return undefined;
  const iterator = run.call(run.member([atom], name, at), [], at);
  if (iterator.every((one) => !isInstance(run, one) && nextOf(run, one, at) === undefined))
    return run.iterate(iterator, at);
  const items = iterator.map((one) => {
    // An instance that yields no items is not an iterator, whatever its own iterator would yield.
    const given = nextOf(run, one, at);
    return given ?? (isInstance(run, one) ? unknown : anyItemOf(run, one, at));
  });
  return { isKnown: false, any: join(...items) };
}

function isInstance(run: Run, atom: Atom): boolean {
  if (atom.kind !== 'object') return false;
  const { type, class: made } = run.contents(atom);
  return type === 'instance' || made !== undefined;
}

/** The next item of an iterator with a method of its own. */
function nextOf(run: Run, atom: Atom, at: Caller): Value | undefined {
  const { next } = run.library.special;
  if (atom.kind !== 'object' || next === undefined) return undefined;
  const { class: made, entries } = run.contents(atom);
  const method = next.methods.find((one) => entries.has(one) || (made && methodsNamed(made, one).length > 0));
  if (method === undefined) return undefined;
  const result = settled(run, run.call(run.member([atom], method, at), [], at)).value;
  return next.item === undefined ? result : run.member(result, next.item, at);
}

function anyItemOf(run: Run, atom: Atom, at: Caller): Value {
  if (atom.kind === 'secret') return outside(letterOf, [atom]);
  if (atom.kind !== 'object') return unknown;
  const { type, entries, others, secret, path, otherKeys } = run.contents(atom);
  if (type === 'dictionary' && path !== undefined && !run.library.isEmptyFalse) return pairOf(run, atom);
  if (isIterated(run, atom)) {
    const items = iteratedInstance(run, atom, at);
    if (items === undefined) return unknown;
    return items.isKnown ? join(...items.items) : items.any;
  }
  if (type === 'dictionary')
    return secret === undefined
      ? join(...[...entries.keys()].map(literal), otherKeys.filter(isSecret), unknown)
      : outside(credentialName);
  const isOfLibrary = type === 'instance' && path !== undefined;
  return through(run, atom, join(...entries.values(), others, isOfLibrary ? unknown : nothing));
}

/** An entry of a `Map`. */
function pairOf(run: Run, atom: ObjectAtom): Value {
  const { entries, others, otherKeys } = run.contents(atom);
  const keys = join(...[...entries.keys()].map(literal), otherKeys);
  const pair = new Map<Key, Value>([
    [0, keys],
    [1, join(...entries.values(), others)],
  ]);
  return [run.create({ type: 'list', entries: pair, length: 2 })];
}
