import type { Contents, Key, ObjectAtom, SecretAtom, Value } from './model.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { withEntries } from './entry-maps.ts';
import { keyOf } from './keys.ts';
import type { Items, Run } from './run.ts';
import { joinContents } from './state.ts';
import { withReplaced } from './writing.ts';
import { remainingCredential, entryAt } from './entries.ts';
import {
  changedTexts,
  credentialName,
  isSecret,
  join,
  literal,
  nothing,
  outside,
  unknown,
} from './values.ts';

/**
 * The path of a key that is known to be the name of a credential, as found by iterating over a secret's
 * fields.
 */
const credentialKey: Value = outside(credentialName);

/** Longer lists are not tracked item by item. */
const maximumKeptItems = 64;

export function objectsIn(value: Value): readonly ObjectAtom[] {
  return value.filter((atom) => atom.kind === 'object');
}

/** The secrets in a string, for another string that contains them. */
export function secretsIn(value: Value): readonly SecretAtom[] {
  return changedTexts(value.filter(isSecret));
}

/** The parts of a string that contain a secret. Unknown if there are none. */
export function heldIn(value: Value): Value {
  const secrets = secretsIn(value);
  return secrets.length === 0 ? unknown : secrets;
}

/** The possible values under keys, and whether a value certainly exists. */
export function entryOf(
  contents: Contents,
  keys: Value,
): { readonly value: Value; readonly isCertain: boolean } {
  let isCertain = keys.length > 0;
  const found = keys.map((atom): Value => {
    if (atom.kind === 'literal' && (typeof atom.value === 'string' || typeof atom.value === 'number')) {
      const key = keyOf(atom.value);
      if (!contents.entries.has(key)) isCertain = false;
      return entryAt(contents, key) ?? nothing;
    }
    isCertain = false;
    const isCredential = atom.kind === 'outside' && atom.path === credentialName;
    return isCredential ? credentialEntry(contents) : anyEntry(contents);
  });
  return { value: join(...found), isCertain };
}

function credentialEntry(contents: Contents): Value {
  const named = [...contents.entries].filter(([key]) => typeof key === 'string' && isCredentialField(key));
  return join(remainingCredential(contents), ...named.map(([, value]) => value), contents.others);
}

/** It is unknown which field of a secret is read, and most fields are harmless. */
function anyEntry(contents: Contents): Value {
  const { entries, others, secret } = contents;
  return join(...entries.values(), others, secret === undefined ? nothing : unknown);
}

/** Everything in an object, without its keys. */
export function valuesIn(contents: Contents): Value {
  return join(...contents.entries.values(), contents.others, remainingCredential(contents));
}

/** Key and value of each entry. All fields of a secret are one entry. */
export function pairsIn(contents: Contents): readonly (readonly [key: Value, value: Value])[] {
  const { entries, others, otherKeys } = contents;
  const pairs: (readonly [Value, Value])[] = [...entries].map(
    ([key, value]) => [literal(key), value] as const,
  );
  if (others.length > 0) pairs.push([otherKeys.length > 0 ? otherKeys : unknown, others]);
  const credential = remainingCredential(contents);
  if (credential.length > 0) pairs.push([credentialKey, credential]);
  return pairs;
}

/** Whether the object has no other entries. */
export function isComplete({ others, secret }: Contents): boolean {
  return others.length === 0 && secret === undefined;
}

export function withEntry(contents: Contents, keys: Value, value: Value): Contents {
  const [only, ...more] = keys;
  const isLiteral =
    only?.kind === 'literal' && (typeof only.value === 'string' || typeof only.value === 'number');
  if (!isLiteral || more.length > 0) return withPossibleEntry(contents, keys, value);
  const key = keyOf(only.value);
  const entries = withEntries(contents.entries, new Map([[key, value]]));
  return { ...contents, entries, gone: withoutKey(contents.gone, key) };
}

function withPossibleEntry(contents: Contents, keys: Value, value: Value): Contents {
  let { others, otherKeys, gone } = contents;
  const changed = new Map<Key, Value>();
  for (const atom of keys) {
    const key =
      atom.kind === 'literal' && atom.value !== null && atom.value !== undefined ? atom.value : undefined;
    if (typeof key === 'string' || typeof key === 'number') {
      const at = keyOf(key);
      changed.set(at, join(entryAt(contents, at) ?? nothing, value));
      gone = withoutKey(gone, at);
    } else {
      // An empty value would make the others appear under any key.
      otherKeys = join(others.length > 0 && otherKeys.length === 0 ? unknown : otherKeys, [atom]);
      others = join(others, value);
      for (const [name, one] of withReplaced(contents, [atom], value))
        if (one !== contents.entries.get(name)) changed.set(name, one);
    }
  }
  return { ...contents, entries: withEntries(contents.entries, changed), others, otherKeys, gone };
}

export function withoutEntry(contents: Contents, key: Key): Contents {
  const entries = new Map(contents.entries);
  entries.delete(key);
  return { ...contents, entries, gone: new Set(contents.gone).add(key) };
}

function withoutKey(keys: ReadonlySet<Key>, key: Key): ReadonlySet<Key> {
  if (!keys.has(key)) return keys;
  const rest = new Set(keys);
  rest.delete(key);
  return rest;
}

/** `target.update(source)`: entries of the source replace those of the target. */
export function merged(target: Contents, source: Contents): Contents {
  const changed = new Map<Key, Value>();
  const isOpen = !isComplete(source);
  if (isOpen)
    for (const [key, value] of target.entries)
      if (!source.entries.has(key)) changed.set(key, join(value, entryAt(source, key) ?? nothing));
  for (const [key, value] of source.entries) changed.set(key, value);
  const entries = withEntries(target.entries, changed);
  const gone = new Set(
    [...target.gone].filter((key) => !source.entries.has(key) && (!isOpen || source.gone.has(key))),
  );
  if (source.secret !== undefined)
    for (const key of source.gone) if (!entries.has(key) && target.secret === undefined) gone.add(key);
  const secret = source.secret ?? target.secret;
  // There is room for the fields of one secret.
  const replaced = source.secret === undefined ? nothing : remainingCredential(target);
  const otherKeys = join(
    keysOfOthers(target),
    keysOfOthers(source),
    replaced.length > 0 ? credentialKey : nothing,
  );
  return {
    ...target,
    entries,
    gone,
    others: join(target.others, source.others, replaced),
    otherKeys,
    ...(secret && { secret }),
  };
}

function keysOfOthers({ others, otherKeys }: Contents): Value {
  return others.length > 0 && otherKeys.length === 0 ? unknown : otherKeys;
}

/**
 * Changes each object that a value can be. If there are several, each of them may also be unchanged. Strings
 * and literals in the value are ignored, because they are immutable.
 */
export function changeEach(run: Run, value: Value, change: (contents: Contents) => Contents): void {
  const objects = objectsIn(value);
  const isCertain =
    objects.length === 1 && value.every(({ kind }) => /^(?:object|literal|secret)$/.test(kind));
  for (const atom of objects) {
    const contents = run.contents(atom);
    const changed = change(contents);
    run.change(atom, isCertain ? changed : joinContents(contents, changed));
  }
}

export function listOf(run: Run, items: Items, type: 'list' | 'tuple' | 'set' = 'list'): Value {
  return [run.create({ type, ...partsOf(items) })];
}

function partsOf(items: Items): Pick<Contents, 'entries' | 'others' | 'length'> {
  if (!items.isKnown) return { entries: new Map(), others: items.any };
  const { length } = items.items;
  if (length > maximumKeptItems) return { entries: new Map(), others: join(...items.items) };
  return { entries: new Map(items.items.map((item, index) => [index, item])), others: nothing, length };
}

/** The items of a list in order, if they are known. */
function orderedItems({ entries, length }: Contents): readonly Value[] | undefined {
  if (length === undefined) return undefined;
  return Array.from({ length }, (_, index) => entries.get(index) ?? unknown);
}

export function itemsIn(contents: Contents): Items {
  const items = orderedItems(contents);
  return items === undefined ? { isKnown: false, any: valuesIn(contents) } : { isKnown: true, items };
}

/** Replaces all items of a list. */
export function withItems(contents: Contents, items: Items): Contents {
  const { length: _length, ...rest } = contents;
  return { ...rest, ...partsOf(items) };
}

/** A new object with the given contents, which came in through the same call as another one. */
export function createLike(run: Run, { entered }: ObjectAtom, contents: Contents): ObjectAtom {
  const made = run.create(contents);
  return entered === undefined ? made : { ...made, entered };
}

export function anyItem(items: Items): Value {
  return items.isKnown ? join(...items.items) : items.any;
}
