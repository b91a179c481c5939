import type { Value } from '../engine/model.ts';
import type { LibraryCall, Run } from '../engine/run.ts';
import { join, nothing } from '../engine/values.ts';
import { isComplete, objectsIn, valuesIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** The arguments of a call, with spread lists and dictionaries taken apart. */
export interface Arguments {
  readonly items: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Spread dictionaries. */
  readonly spread: Value;
  /** The values of further positional or keyword arguments. */
  readonly others: Value;
}

export function argumentsOf(run: Run, { passed, at }: LibraryCall): Arguments {
  const items: Value[] = [];
  const named = new Map<string, Value>();
  let others = nothing;
  let entries = nothing;
  for (const { value, name, spread } of passed) {
    if (name !== undefined) named.set(name, value);
    else if (spread === undefined) items.push(value);
    else if (spread === 'items') {
      const spreadItems = run.iterate(value, at);
      if (spreadItems.isKnown) items.push(...spreadItems.items);
      else others = join(others, spreadItems.any);
    } else {
      entries = join(entries, value);
      others = join(others, addNamed(run, value, named));
    }
  }
  return { items, named, others, spread: entries };
}

/** Adds the entries of a dictionary, and returns the values of those with unknown keys. */
function addNamed(run: Run, value: Value, named: Map<string, Value>): Value {
  const rest = objectsIn(value).map((atom) => {
    const contents = run.contents(atom);
    for (const [key, entry] of contents.entries) {
      const name = String(key);
      named.set(name, join(named.get(name) ?? nothing, through(run, atom, entry)));
    }
    return isComplete(contents) ? nothing : through(run, atom, valuesIn({ ...contents, entries: new Map() }));
  });
  return join(...rest);
}

/** An argument by its position or its name. Undefined if it was not passed. */
export function argument(given: Arguments, position: number, name?: string): Value | undefined {
  const found = (name === undefined ? undefined : given.named.get(name)) ?? given.items[position];
  return found ?? (given.others.length > 0 ? given.others : undefined);
}

export function allArguments({ items, named, others }: Arguments): readonly Value[] {
  return [...items, ...named.values(), others];
}

interface MethodCall {
  readonly receiver: Value;
  readonly given: Arguments;
}

/** The receiver and the arguments of a method. `str.strip(x)` passes the receiver as the first argument. */
export function methodCall(run: Run, call: LibraryCall): MethodCall {
  const given = argumentsOf(run, call);
  if (call.receiver !== undefined && !isNamespace(call.receiver, call.path))
    return { receiver: call.receiver, given };
  const [receiver = given.others, ...items] = given.items;
  return { receiver, given: { ...given, items } };
}

/** Whether a function belongs to a module or a type, such as `str` in `str.strip`. */
function isNamespace([atom, ...others]: Value, path: string): boolean {
  return atom?.kind === 'outside' && path.startsWith(`${atom.path}.`) && others.length === 0;
}

/** The last name of a path: `sub` for `re.sub`. */
export function nameOf({ path }: LibraryCall): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
