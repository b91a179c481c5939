import type { Contents, Key, Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import {
  changeEach,
  createLike,
  entryOf,
  merged,
  objectsIn,
  withEntry,
  withoutEntry,
} from '../engine/contents.ts';
import { entryAt } from '../engine/entries.ts';
import { keyOf } from '../engine/keys.ts';
import { join, keysIn, nothing, onlyLiteral, undefinedValue, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall } from './arguments.ts';

/** `defaults(target, …sources)`: each entry comes from the first object that has it. */
export const defaults: ApplyEffect = (run, call) => {
  const [target = unknown, ...sources] = argumentsOf(run, call).items;
  for (const atom of objectsIn(target)) {
    let contents = run.contents(atom);
    for (const source of sources)
      for (const other of objectsIn(source)) contents = merged(run.contents(other), contents);
    const { entries, others, otherKeys, gone, secret } = contents;
    run.change(atom, { ...run.contents(atom), entries, others, otherKeys, gone, ...(secret && { secret }) });
  }
  return target;
};

/** `pick(object, ["name"])`, `pick(object, "name", "color")` */
export const pick: ApplyEffect = (run, call) =>
  copies(run, call, (contents, keys) => {
    const entries = new Map<Key, Value>();
    for (const key of keys ?? contents.entries.keys()) {
      const value = entryAt(contents, key);
      if (value !== undefined) entries.set(key, value);
    }
    return { type: contents.type, entries, others: nothing, otherKeys: nothing, gone: new Set() };
  });

/**
 * `omit(object, ["key"])`, `omit(object, "key", "token")`. If it is unknown which entries are left out, the
 * value may be one of them.
 */
export const omit: ApplyEffect = (run, call) =>
  copies(run, call, (contents, keys) => keys?.reduce(withoutEntry, contents));

function copies(
  run: Run,
  call: LibraryCall,
  change: (contents: Contents, keys: readonly Key[] | undefined) => Contents | undefined,
): Value {
  const [object = unknown, ...names] = argumentsOf(run, call).items;
  const keys = keysNamed(run, names, call);
  const found = objectsIn(object).map((atom) => {
    const changed = change(run.contents(atom), keys);
    return changed === undefined ? unknown : [createLike(run, atom, changed)];
  });
  return found.length === 0 ? unknown : join(...found);
}

/** Undefined if not all keys are known. */
function keysNamed(run: Run, names: readonly Value[], { at }: LibraryCall): readonly Key[] | undefined {
  const keys: Key[] = [];
  for (const name of names) {
    const items =
      onlyLiteral(name) === undefined ? run.iterate(name, at) : ({ isKnown: true, items: [name] } as const);
    for (const item of items.isKnown ? items.items : [items.any]) {
      const known = keysIn(item);
      if (known.length !== item.length || known.length !== 1) return undefined;
      keys.push(...known.map(keyOf));
    }
  }
  return keys;
}

/** `query.append(key, value)`. The result is nothing. */
export const add: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [keys = unknown, value = undefinedValue] = [argument(given, 0), argument(given, 1)];
  changeEach(run, receiver, (contents) =>
    withEntry(contents, keys, join(entryOf(contents, keys).value, value)),
  );
  return undefinedValue;
};
