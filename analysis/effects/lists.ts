import type { Contents, Value } from '../engine/model.ts';
import type { ApplyEffect, Items, LibraryCall, Run } from '../engine/run.ts';
import { join, literal, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { allArguments, argument, argumentsOf, methodCall, nameOf, type Arguments } from './arguments.ts';
import { takenFrom } from './taking.ts';
import { outermost, sortedItems } from './sorting.ts';
import { sliceOf } from './slices.ts';
import { anyItem, changeEach, itemsIn, listOf, objectsIn, withItems } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** `list(items)`, `deque(items)`, `io.StringIO(text)`. */
function collection(type: 'list' | 'tuple' | 'set'): ApplyEffect {
  return (run, call) => {
    const given = argumentsOf(run, call);
    const limit = onlyLiteral(argument(given, 1, 'maxlen') ?? nothing)?.value;
    if (call.path === 'collections.deque' && typeof limit === 'number')
      return limited(run, given, limit, call);
    const first = given.items[0] ?? given.others;
    if (first.length === 0) return listOf(run, { isKnown: true, items: [] }, type);
    const isText = call.path.startsWith('io.');
    const isQueue = /\.(?:Simple)?Queue$/.test(call.path);
    if (isQueue) return listOf(run, { isKnown: true, items: [] }, type);
    return listOf(run, isText ? { isKnown: true, items: [first] } : run.iterate(first, call.at), type);
  };
}

/** `deque(items, maxlen=5)` */
function limited(run: Run, given: Arguments, limit: number, { at }: LibraryCall): Value {
  const made = run.create({ type: 'list', length: 0, limit });
  const first = given.items[0] ?? given.named.get('iterable');
  if (first !== undefined) run.change(made, withAdded(run.contents(made), run.iterate(first, at)));
  return [made];
}

export const list = collection('list');
export const tuple = collection('tuple');
export const set = collection('set');

/** Adds items at the end, or for sets anywhere. The result is the receiver. */
export const append: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const added = allArguments(given).filter((value) => value.length > 0);
  changeEach(run, receiver, (contents) =>
    withAdded(contents, { isKnown: given.others.length === 0, items: added, any: join(...added) }),
  );
  return receiver;
};

export const extend: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  for (const value of given.items) {
    const added = run.iterate(value, call.at);
    changeEach(run, receiver, (contents) => withAdded(contents, added));
  }
  return receiver;
};

function withAdded(contents: Contents, added: Items): Contents {
  const { length, entries, others } = contents;
  if (length === undefined) return { ...contents, others: join(others, anyItem(added)) };
  const before = itemsIn(contents);
  if (before.isKnown && added.isKnown) {
    const items = [...before.items, ...added.items];
    const { limit = items.length } = contents;
    return withItems(contents, { isKnown: true, items: items.slice(Math.max(0, items.length - limit)) });
  }
  const { length: _length, ...rest } = contents;
  return { ...rest, entries, others: join(others, anyItem(added)) };
}

/** `list.insert(position, item)`, `array.unshift(…items)`. */
export const insert: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const isAtStart = /^(?:unshift|appendleft)$/.test(nameOf(call));
  const position = isAtStart ? 0 : onlyLiteral(argument(given, 0) ?? unknown)?.value;
  const added = isAtStart ? given.items : given.items.slice(1);
  changeEach(run, receiver, (contents) => {
    const items = itemsIn(contents);
    if (!items.isKnown || typeof position !== 'number')
      return withItems(contents, { isKnown: false, any: join(anyItem(items), ...added) });
    return withItems(contents, { isKnown: true, items: items.items.toSpliced(position, 0, ...added) });
  });
  return receiver;
};

/** `array.splice(from, count, …items)`: the result is what is removed. `toSpliced` is a changed copy. */
export const splice: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [from, count, ...added] = given.items;
  const [start, length] = [from, count].map((value) => value && onlyLiteral(value)?.value);
  const isKnown = typeof start === 'number' && (count === undefined || typeof length === 'number');
  const change = (contents: Contents): { readonly rest: Items; readonly removed: Items } => {
    const items = itemsIn(contents);
    if (!items.isKnown || !isKnown || given.others.length > 0) {
      const any = join(anyItem(items), ...added, given.others);
      return { rest: { isKnown: false, any }, removed: { isKnown: false, any: anyItem(items) } };
    }
    const rest = [...items.items];
    const removed = rest.splice(start, typeof length === 'number' ? length : rest.length, ...added);
    return { rest: { isKnown: true, items: rest }, removed: { isKnown: true, items: removed } };
  };
  const results = objectsIn(receiver).map((atom) => {
    const { rest, removed } = change(run.contents(atom));
    return through(run, atom, listOf(run, nameOf(call) === 'splice' ? removed : rest));
  });
  if (nameOf(call) === 'splice')
    changeEach(run, receiver, (contents) => withItems(contents, change(contents).rest));
  return results.length === 0 ? unknown : join(...results);
};

/** `array.with(index, item)`: a changed copy. */
export const withItem: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [index = unknown, value = unknown] = given.items;
  const at = onlyLiteral(index)?.value;
  return join(
    ...objectsIn(receiver).map((atom): Value => {
      const items = itemsIn(run.contents(atom));
      const changed: Items =
        items.isKnown && typeof at === 'number'
          ? {
              isKnown: true,
              items: items.items.with(at < -items.items.length || at >= items.items.length ? 0 : at, value),
            }
          : { isKnown: false, any: join(anyItem(items), value) };
      return through(run, atom, listOf(run, changed));
    }),
  );
};

/** `array.fill(item)` */
export const fill: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [value = unknown, ...range] = given.items;
  changeEach(run, receiver, (contents) => {
    const items = itemsIn(contents);
    if (range.length > 0) return withItems(contents, { isKnown: false, any: join(anyItem(items), value) });
    return withItems(
      contents,
      items.isKnown ? { isKnown: true, items: items.items.map(() => value) } : { isKnown: false, any: value },
    );
  });
  return receiver;
};

export const clear: ApplyEffect = (run, call) => {
  const { receiver } = methodCall(run, call);
  changeEach(run, receiver, cleared);
  return unknown;
};

function cleared(contents: Contents): Contents {
  const { secret: _secret, length: _length, ...rest } = contents;
  const isList = contents.type === 'list' || contents.type === 'set';
  return {
    ...rest,
    entries: new Map(),
    others: nothing,
    otherKeys: nothing,
    gone: new Set(),
    ...(isList && { length: 0 }),
  };
}

/** A new list of the items of the receiver and of the lists that are passed. Also for strings. */
export const concat: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const type = typeIn(run, receiver);
  const parts = [receiver, ...given.items].map((value) => itemsOrSelf(run, value, call));
  if (given.others.length > 0) parts.push({ isKnown: false, any: given.others });
  return listOf(run, inOrder(parts), type);
};

function typeIn(run: Run, value: Value): 'list' | 'tuple' | 'set' {
  const types = objectsIn(value).map((atom) => run.contents(atom).type);
  return types.find((type) => type === 'tuple' || type === 'set') ?? 'list';
}

/** The items of a list. Any other value is its only item. */
export function itemsOrSelf(run: Run, value: Value, { at }: LibraryCall): Items {
  const isList = objectsIn(value).some((atom) => run.contents(atom).type !== 'dictionary');
  return isList ? run.iterate(value, at) : { isKnown: true, items: [value] };
}

export function inOrder(parts: readonly Items[]): Items {
  const known = parts.flatMap((part) => (part.isKnown ? [part.items] : []));
  return known.length === parts.length
    ? { isKnown: true, items: known.flat() }
    : { isKnown: false, any: join(...parts.map(anyItem)) };
}

/** Reverses in place, and returns the receiver. */
export const reverse: ApplyEffect = (run, call) => {
  const { receiver } = methodCall(run, call);
  changeEach(run, receiver, (contents) => {
    const items = itemsIn(contents);
    return items.isKnown
      ? withItems(contents, { isKnown: true, items: items.items.toReversed() })
      : withItems(contents, items);
  });
  return receiver;
};

/** `list.at(index)`. A single letter of a string is harmless. */
export const itemAt: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const lists = objectsIn(receiver);
  const index = argument(given, 0) ?? literal(0);
  const at = onlyLiteral(index)?.value;
  const whole = typeof at === 'number' ? literal(Math.trunc(at)) : index;
  return lists.length === 0 ? unknown : run.item(lists, whole, call.at);
};

/** `any(items)`, `all(items)`. Only literals are compared, because code tests field names in this way. */
export const test: ApplyEffect = (run, call) => {
  const items = run.iterate(argument(argumentsOf(run, call), 0) ?? nothing, call.at);
  if (!items.isKnown) return unknown;
  const literals = items.items.map((item) => onlyLiteral(item));
  const outcomes = new Set(literals.map((one) => one && Boolean(one.value)));
  const isAny = nameOf(call) === 'any';
  if (outcomes.has(isAny)) return literal(isAny);
  return outcomes.has(undefined) ? unknown : literal(!isAny);
};

/** `itertools.repeat(item)` */
export const repeat: ApplyEffect = (run, call) => {
  const value = argument(argumentsOf(run, call), 0) ?? unknown;
  return listOf(run, { isKnown: false, any: value });
};

/** All items, in the order of `sorted`, `reversed` or `Array.from` if that is known. */
export const itemsAsList: ApplyEffect = (run, call) => {
  const isMethod = objectsIn(call.receiver ?? nothing).length > 0;
  const given = argumentsOf(run, call);
  const value = isMethod ? (call.receiver ?? nothing) : (argument(given, 0) ?? nothing);
  const all = lengthOnly(run, value, call) ?? run.iterate(value, call.at);
  if (call.path === 'iter' && given.items.length > 1)
    return listOf(run, { isKnown: false, any: run.call(value, [], call.at) });
  const change = call.path === 'Array.from' ? argument(given, 1) : undefined;
  if (change !== undefined)
    return listOf(
      run,
      mapped(all, (item) => run.call(change, [{ value: item }], call.at)),
    );
  if (nameOf(call) === 'islice') return sliceOf(run, listOf(run, all), ...boundsOf(given));
  if (/^(?:sorted|toSorted)$/.test(nameOf(call)))
    return listOf(run, sortedItems(all, isMethod ? given : { ...given, items: given.items.slice(1) }));
  return listOf(run, /^(?:reversed|toReversed)$/.test(nameOf(call)) ? reversedItems(all) : all);
};

/** `islice(items, end)`, `islice(items, start, end)`. */
function boundsOf({ items: [, first, second] }: Arguments): [Value | undefined, Value | undefined] {
  return second === undefined ? [undefined, first] : [first, second];
}

/** `Array.from({ length: 3 }, …)` */
function lengthOnly(run: Run, value: Value, { path }: LibraryCall): Items | undefined {
  if (path !== 'Array.from') return undefined;
  const isLength = objectsIn(value).some((atom) => run.contents(atom).entries.has('length'));
  return isLength ? { isKnown: false, any: unknown } : undefined;
}

function reversedItems(items: Items): Items {
  return items.isKnown ? { isKnown: true, items: items.items.toReversed() } : items;
}

export function mapped(items: Items, change: (item: Value, index: number) => Value): Items {
  return items.isKnown
    ? { isKnown: true, items: items.items.map(change) }
    : { isKnown: false, any: change(items.any, 0) };
}

/** `next(items, default)`, `max(a, b)`, `random.choice(items)`, `generator.next()`. */
export const oneItem: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const isMethod = objectsIn(call.receiver ?? nothing).length > 0;
  if (isMethod && nameOf(call) === 'next') {
    const taken = takenFrom(run, call.receiver ?? nothing);
    const value = taken ?? anyItem(run.iterate(call.receiver ?? nothing, call.at));
    const done = taken === undefined ? unknown : literal(false);
    const entries = new Map([['value', value] as const, ['done', done] as const]);
    return [run.create({ type: 'dictionary', entries })];
  }
  const [first = nothing, ...others] = isMethod ? [call.receiver ?? nothing, ...given.items] : given.items;
  const byDefault = given.named.get('default') ?? nothing;
  if (/^(?:min|max)$/.test(call.path)) return outermost(run, call, given);
  const taken = takenFrom(run, first);
  if (taken !== undefined) return taken;
  raiseAtEnd(run, first);
  const chosen = objectsIn(first).map((atom) => through(run, atom, anyItem(run.iterate([atom], call.at))));
  const found = join(...chosen, ...others, byDefault);
  return found.length === 0 ? unknown : found;
};

/** When a Python generator ends, it raises its return value. */
function raiseAtEnd(run: Run, generators: Value): void {
  const { catcher } = run;
  const results = objectsIn(generators).map((atom) => run.contents(atom).returned ?? nothing);
  const value = join(...results).filter(({ kind }) => kind !== 'literal');
  if (catcher === undefined || value.length === 0 || !run.library.isEmptyFalse) return;
  const stop = run.create({ type: 'instance', path: 'StopIteration', entries: new Map([['value', value]]) });
  run.noteChange();
  catcher.raised.push({ value: [stop], state: run.state.detached(catcher.start) });
}

/** `enumerate(items, start)`, and `entries()` of a list. */
export const enumerate: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const isMethod = objectsIn(call.receiver ?? nothing).length > 0;
  const value = isMethod ? (call.receiver ?? nothing) : (argument(given, 0) ?? nothing);
  const start = isMethod ? 0 : (onlyLiteral(argument(given, 1, 'start') ?? literal(0))?.value ?? 0);
  const all = run.iterate(value, call.at);
  const pair = (item: Value, index: number): Value => {
    const isKnown = all.isKnown && typeof start === 'number';
    return listOf(run, { isKnown: true, items: [isKnown ? literal(start + index) : unknown, item] }, 'tuple');
  };
  return listOf(run, mapped(all, pair));
};

/** `zip(…lists)`, `itertools.zip_longest(…)`, `itertools.product(…)`. */
export const zip: ApplyEffect = (run, call) => {
  const columns = argumentsOf(run, call).items.map((value) => run.iterate(value, call.at));
  const known = columns.flatMap((column) => (column.isKnown ? [column.items] : []));
  const row = (items: readonly Value[]): Value => listOf(run, { isKnown: true, items }, 'tuple');
  const isProduct = nameOf(call) === 'product';
  if (isProduct || known.length < columns.length || known.length === 0)
    return listOf(run, { isKnown: false, any: row(columns.map(anyItem)) });
  const isLongest = nameOf(call) === 'zip_longest';
  const lengths = known.map(({ length }) => length);
  const length = isLongest ? Math.max(...lengths) : Math.min(...lengths);
  const rows = Array.from({ length }, (_, index) => row(known.map((items) => items[index] ?? unknown)));
  return listOf(run, { isKnown: true, items: rows });
};

const mostRounds = 8;

/** `range(…)`. The numbers of a long range are unknown. */
export const range: ApplyEffect = (run, call) => {
  const numbers = argumentsOf(run, call).items.map((value) => onlyLiteral(value)?.value);
  const [first, second, third = 1] = numbers;
  const [start, end] = numbers.length === 1 ? [0, first] : [first, second];
  if (typeof start !== 'number' || typeof end !== 'number' || typeof third !== 'number' || third === 0)
    return listOf(run, { isKnown: false, any: unknown });
  const length = Math.max(0, Math.ceil((end - start) / third));
  if (length > mostRounds) return listOf(run, { isKnown: false, any: unknown });
  return listOf(run, {
    isKnown: true,
    items: Array.from({ length }, (_, index) => literal(start + index * third)),
  });
};
