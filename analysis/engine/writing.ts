import { keyOfOutside } from './paths.ts';
import type { Atom, Contents, Key, ObjectAtom, OutsideAtom, Scope, Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { withEntries } from './entry-maps.ts';
import { keyOf } from './keys.ts';
import { setDescribed } from './descriptors.ts';
import { methodsNamed } from './lineage.ts';
import type { Caller, Run } from './run.ts';
import { credentialName, join, keysIn, literal, onlyLiteral, withEntered } from './values.ts';

/** Assigns an attribute. If the object can be several, each of them may still have the old value. */
export function setMember(run: Run, object: Value, name: string, value: Value, at: Caller): void {
  for (const atom of object) {
    if (atom.kind === 'outside') {
      storeAt(run, `${atom.path}.${name}`, value, at);
      keepOutside(run, atom.path, name, value);
    } else if (atom.kind === 'class')
      setEntry(run, { kind: 'object', id: atom.statics }, name, value, object.length === 1);
    else if (atom.kind === 'object') setMemberOf(run, atom, name, value, object.length === 1, at);
  }
}

function setMemberOf(
  run: Run,
  atom: ObjectAtom,
  name: string,
  value: Value,
  isOnly: boolean,
  at: Caller,
): void {
  const { class: made } = run.contents(atom);
  const setter =
    made === undefined
      ? run
          .contents(atom)
          .entries.get(name)
          ?.find((one) => one.kind === 'function' && one.code.role === 'setter')
      : methodsNamed(made, name).find(({ code }) => code.role === 'setter');
  if (name === 'length' && truncate(run, atom, value)) return;
  if (made !== undefined && setDescribed(run, made, atom, name, value, at)) return;
  if (setter?.kind === 'function') run.call([{ ...setter, receiver: [atom] }], [{ value }], at);
  // A leak through an attribute is reported where it happens, not at the call.
  else setEntry(run, atom, name, made === undefined ? value : withEntered(value, () => undefined), isOnly);
}

/** `list.length = 0` of JavaScript removes items. */
function truncate(run: Run, atom: ObjectAtom, value: Value): boolean {
  const contents = run.contents(atom);
  const length = onlyLiteral(value)?.value;
  if (contents.type !== 'list' || run.library.isEmptyFalse) return false;
  if (length !== 0 && (typeof length !== 'number' || contents.length === undefined)) return true;
  const kept = [...contents.entries].filter(([key]) => typeof key === 'number' && key < length);
  run.change(atom, { ...contents, entries: new Map(kept), others: [], length: kept.length });
  return true;
}

/** Assigns an entry. Without a known key, any entry may have changed. */
export function setItem(run: Run, object: Value, keys: Value, value: Value, at: Caller): void {
  const known = keysIn(keys).map(keyOf);
  const isExact = onlyLiteral(keys) !== undefined && known.length === 1;
  for (const atom of object) {
    if (atom.kind === 'outside') {
      const kept = createKept(run, atom);
      if (kept !== undefined) {
        setItem(run, kept, keys, value, at);
        continue;
      }
      storeAt(run, atom.path, value, at);
      for (const key of known) keepOutside(run, atom.path, key, value);
    }
    if (atom.kind !== 'object') continue;
    if (callsOwn(run, atom, run.library.special.setItem, [keys, value], at)) continue;
    for (const key of known) setEntry(run, atom, key, value, isExact && object.length === 1);
    if (known.length === 0) addOther(run, atom, keys, value);
  }
}

/** Calls the method of a class that does what its objects are asked to do. False if it has none. */
function callsOwn(
  run: Run,
  atom: ObjectAtom,
  name: string | undefined,
  given: readonly Value[],
  at: Caller,
): boolean {
  const { class: made } = run.contents(atom);
  const [method] = made === undefined || name === undefined ? [] : methodsNamed(made, name);
  if (method === undefined || !run.mayEnter(method.code)) return false;
  run.call(
    [{ ...method, receiver: [atom] }],
    given.map((value) => ({ value })),
    at,
  );
  return true;
}

/** The dictionary in an attribute of a library's instance, such as `session.headers`. */
export function createKept(run: Run, { path, receiver = [] }: OutsideAtom): Value | undefined {
  const [owner, ...others] = receiver;
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (owner?.kind !== 'object' || others.length > 0 || run.library.keptAttributes?.has(name) !== true)
    return undefined;
  const contents = run.contents(owner);
  if (contents.class !== undefined || path !== `${contents.path ?? ''}.${name}`) return undefined;
  const kept: Value = [run.create({ type: 'dictionary', path })];
  setEntry(run, owner, name, kept, true);
  return kept;
}

/** `conv.state.key = value`: not an argument of a call, but stored as well. */
function storeAt(run: Run, path: string, value: Value, at: Caller): void {
  const name = storeOf(run, path);
  if (name !== undefined) run.arrive('state', name, run.shownOf(value), at);
}

function keepOutside(run: Run, path: string, key: Key, value: Value): void {
  if (path.startsWith('?')) return;
  run.noteChange();
  run.state.setVariable(keyOfOutside(path, key), value);
}

function storeOf(run: Run, path: string): string | undefined {
  for (const [store, name] of run.library.stores)
    if (path === store || path.startsWith(`${store}.`)) return name;
  return undefined;
}

function setEntry(run: Run, atom: ObjectAtom, name: Key, value: Value, isCertain: boolean): void {
  const contents = run.contents(atom);
  const key = positionOf(contents, name);
  const before = contents.entries.get(key);
  const changed = new Map([[key, isCertain || before === undefined ? value : join(before, value)]]);
  const entries = withEntries(contents.entries, changed);
  const gone = contents.gone.has(key)
    ? new Set([...contents.gone].filter((one) => one !== key))
    : contents.gone;
  const { length, ...rest } = contents;
  const next = lengthAfter(length, key, isCertain);
  run.change(atom, { ...rest, entries, gone, ...(next !== undefined && { length: next }) });
}

/** JavaScript's `items[items.length] = value` appends. A larger index leaves holes in the list. */
function lengthAfter(length: number | undefined, key: Key, isCertain: boolean): number | undefined {
  if (length === undefined || typeof key !== 'number' || key < length) return length;
  return key === length && isCertain ? length + 1 : undefined;
}

/** `items[-1]` of a list whose length is known. */
function positionOf({ type, length }: Contents, key: Key): Key {
  if (type === 'dictionary' || length === undefined || typeof key !== 'number' || key >= 0) return key;
  return length + key;
}

function addOther(run: Run, atom: ObjectAtom, keys: Value, value: Value): void {
  const contents = run.contents(atom);
  // All fields of a secret are written one by one: `for name in creds: creds[name] = "***"`.
  const isEvery = contents.secret !== undefined && keys.some(isCredentialName);
  // The value may be at any position, also after the last one.
  const { secret, length: _length, ...rest } = contents;
  run.change(atom, {
    ...rest,
    ...(!isEvery && secret !== undefined && { secret }),
    entries: withReplaced(contents, keys, value),
    others: join(contents.others, value),
    otherKeys: join(contents.otherKeys, keys),
  });
}

function isCredentialName(atom: Atom): boolean {
  return atom.kind === 'outside' && atom.path === credentialName;
}

/** An unknown credential name may refer to any entry whose name looks like a credential. */
export function withReplaced(
  { entries }: Pick<Contents, 'entries'>,
  keys: Value,
  value: Value,
): Contents['entries'] {
  if (!keys.some(isCredentialName)) return entries;
  const replaced = new Map(entries);
  for (const [key, before] of entries)
    if (typeof key === 'string' && isCredentialField(key)) replaced.set(key, join(before, value));
  return replaced;
}

/** `del object[key]`, `delete object.key`. If the key is unknown, so is what is left. */
export function removeEntry(run: Run, object: Value, keys: Value, at?: Caller): void {
  const known = keysIn(keys).map(keyOf);
  const { removeItem } = run.library.special;
  const rest = object.filter(
    (atom) => at === undefined || atom.kind !== 'object' || !callsOwn(run, atom, removeItem, [keys], at),
  );
  if (known.length === 0) return run.mayChange(rest);
  for (const atom of rest)
    if (atom.kind === 'object') run.change(atom, withoutEntries(run.contents(atom), known));
}

/** `delete place` */
export function removeAt(run: Run, place: Expression | undefined, scope: Scope): void {
  if (place?.kind === 'member') removeEntry(run, run.evaluate(place.object, scope), literal(place.name));
  else if (place?.kind === 'index')
    removeEntry(run, run.evaluate(place.object, scope), run.evaluate(place.index, scope), {
      scope,
      place: { unit: scope.unit, at: place.at },
    });
}

export function withoutEntries(contents: Contents, keys: readonly Key[]): Contents {
  const entries = new Map(contents.entries);
  for (const key of keys) entries.delete(key);
  const { length: _length, ...rest } = contents;
  return { ...rest, entries, gone: new Set([...contents.gone, ...keys]) };
}
