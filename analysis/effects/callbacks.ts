import type { Atom, PassedArgument, Value } from '../engine/model.ts';
import type { ApplyEffect, Items, LibraryCall, Run } from '../engine/run.ts';
import {
  isSecret,
  join,
  literal,
  nothing,
  onlyLiteral,
  outside,
  undefinedValue,
  unknown,
} from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { anyItem, changeEach, itemsIn, listOf, objectsIn, pairsIn, withItems } from '../engine/contents.ts';
import { partialRounds } from '../engine/items.ts';
import { through } from '../engine/paths.ts';
import { inOrder, itemsOrSelf, mapped } from './lists.ts';
import { sortedItems } from './sorting.ts';

/** `map(function, …lists)` */
export const mapOf: ApplyEffect = (run, call) => {
  const [callback = nothing, ...lists] = argumentsOf(run, call).items;
  const columns = lists.map((value) => run.iterate(value, call.at));
  const [first = { isKnown: true, items: [] }, ...more] = columns;
  if (more.length === 0)
    return listOf(
      run,
      mapped(first, (item) => calledWith(run, callback, [item], call)),
    );
  const rows = columns.map(anyItem);
  return listOf(run, { isKnown: false, any: calledWith(run, callback, rows, call) });
};

/** `starmap(function, rows)` */
export const starMap: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const callback = argument(given, 0) ?? nothing;
  const rows = run.iterate(argument(given, 1) ?? nothing, call.at);
  return listOf(
    run,
    mapped(rows, (row) => run.call(callback, [{ value: row, spread: 'items' }], call.at)),
  );
};

/** `filter(function, items)` */
export const filterOf: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const items = run.iterate(argument(given, 1) ?? nothing, call.at);
  return listOf(run, filtered(run, items, argument(given, 0) ?? nothing, call));
};

/** `items.map(callback)` */
export const map: ApplyEffect = (run, call) => {
  const { receiver, items, callback } = methodWithCallback(run, call);
  const partial = items.isKnown ? undefined : partialRounds(run, receiver);
  if (partial !== undefined)
    return beginningWith(
      run,
      partial.map((item) => calledWith(run, callback, [item, unknown], call)),
    );
  return listOf(
    run,
    mapped(items, (item, index) => calledWith(run, callback, [item, position(items, index)], call)),
  );
};

/** A list of which the last value is for the rest. */
function beginningWith(run: Run, rounds: readonly Value[]): Value {
  const entries = new Map(rounds.slice(0, -1).entries());
  return [run.create({ type: 'list', entries, others: rounds.at(-1) ?? nothing })];
}

export const filter: ApplyEffect = (run, call) => {
  const { receiver, items, callback } = methodWithCallback(run, call);
  const partial = items.isKnown ? undefined : partialRounds(run, receiver);
  if (partial !== undefined) {
    const known = filtered(run, { isKnown: true, items: partial.slice(0, -1) }, callback, call);
    const rest = filtered(run, { isKnown: false, any: partial.at(-1) ?? nothing }, callback, call);
    if (known.isKnown) return beginningWith(run, [...known.items, anyItem(rest)]);
  }
  return listOf(run, filtered(run, items, callback, call));
};

/** `items.forEach(callback)`, `map.forEach(callback)`. */
export const forEach: ApplyEffect = (run, call) => {
  const { receiver, items, callback } = methodWithCallback(run, call);
  const dictionaries = objectsIn(receiver).filter((atom) => run.contents(atom).type === 'dictionary');
  for (const atom of dictionaries)
    for (const [key, value] of pairsIn(run.contents(atom)))
      calledWith(run, callback, [through(run, atom, value), key], call);
  if (dictionaries.length === 0)
    mapped(items, (item, index) => calledWith(run, callback, [item, position(items, index)], call));
  return undefinedValue;
};

/** `items.find(callback)`, `findLast`. */
export const find: ApplyEffect = (run, call) => {
  const { items, callback } = methodWithCallback(run, call);
  return join(anyItem(filtered(run, items, callback, call)), undefinedValue);
};

/** `items.every(callback)`, `items.some(callback)`, `items.findIndex(callback)`. */
export const testItems: ApplyEffect = (run, call) => {
  const { items, callback } = methodWithCallback(run, call);
  const outcomes = mapped(items, (item, index) =>
    calledWith(run, callback, [item, position(items, index)], call),
  );
  const isSome = nameOf(call) === 'some';
  if (!outcomes.isKnown || (!isSome && nameOf(call) !== 'every')) return unknown;
  const truths = new Set(outcomes.items.map(truthOf));
  if (truths.has(isSome)) return literal(isSome);
  return truths.has(undefined) ? unknown : literal(!isSome);
};

/** `items.flatMap(callback)`, `items.flat(depth)`. */
export const flatMap: ApplyEffect = (run, call) => {
  const { items, callback } = methodWithCallback(run, call);
  if (nameOf(call) === 'flat') {
    const depth = callback.length === 0 ? 1 : onlyLiteral(callback)?.value;
    const rounds = typeof depth === 'number' ? Math.min(depth, mostRounds) : mostRounds;
    let flat = items;
    for (let round = 0; round < rounds; round++) flat = flattened(run, flat, call);
    return listOf(run, flat);
  }
  return listOf(
    run,
    flattened(
      run,
      mapped(items, (item) => calledWith(run, callback, [item], call)),
      call,
    ),
  );
};

const mostRounds = 4;

function flattened(run: Run, items: Items, call: LibraryCall): Items {
  const parts = (items.isKnown ? items.items : [items.any]).map((part) => itemsOrSelf(run, part, call));
  return items.isKnown ? inOrder(parts) : { isKnown: false, any: join(...parts.map(anyItem)) };
}

export const reduce: ApplyEffect = (run, call) => {
  const { items, callback, start } = methodWithCallback(run, call);
  const isReversed = nameOf(call) === 'reduceRight' && items.isKnown;
  const ordered = isReversed ? { ...items, items: items.items.toReversed() } : items;
  return reduced(run, ordered, callback, start, call);
};

/** `functools.reduce(function, items, start)` */
export const reduceOf: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const items = run.iterate(argument(given, 1) ?? nothing, call.at);
  return reduced(run, items, argument(given, 0) ?? nothing, argument(given, 2), call);
};

function reduced(
  run: Run,
  items: Items,
  callback: Value,
  start: Value | undefined,
  call: LibraryCall,
): Value {
  if (!items.isKnown) {
    const once = calledWith(run, callback, [start ?? items.any, items.any], call);
    return join(start ?? nothing, once, calledWith(run, callback, [once, items.any], call));
  }
  const [first = unknown, ...others] = items.items;
  const rest = start === undefined ? others : items.items;
  let result = start ?? first;
  for (const item of rest) result = calledWith(run, callback, [result, item], call);
  return result;
}

/** Sorts in place, and returns the receiver. */
export const sort: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  changeEach(run, receiver, (contents) => withItems(contents, sortedItems(itemsIn(contents), given)));
  return receiver;
};

interface CallbackCall {
  readonly receiver: Value;
  readonly items: Items;
  readonly callback: Value;
  readonly start: Value | undefined;
}

function methodWithCallback(run: Run, call: LibraryCall): CallbackCall {
  const { receiver, given } = methodCall(run, call);
  const [callback, start] = [argument(given, 0) ?? nothing, argument(given, 1)];
  return { receiver, items: run.iterate(receiver, call.at), callback, start };
}

function position(items: Items, index: number): Value {
  return items.isKnown ? literal(index) : unknown;
}

function calledWith(run: Run, callback: Value, items: readonly Value[], { at }: LibraryCall): Value {
  const passed = items.map((value): PassedArgument => ({ value }));
  return callback.length === 0 ? unknown : run.call(callback, passed, at);
}

/** The items for which a function may return true. `None` as a function drops those that are empty. */
function filtered(run: Run, items: Items, callback: Value, call: LibraryCall): Items {
  const isOmitted = onlyLiteral(callback) !== undefined || callback.length === 0 || isBoolean(callback);
  const isChosen = (item: Value): boolean | undefined =>
    truthOf(isOmitted ? item : calledWith(run, callback, [item], call));
  if (!items.isKnown) return { isKnown: false, any: isChosen(items.any) === false ? nothing : items.any };
  const outcomes = items.items.map((item) => {
    const outcome = isChosen(item);
    const isEither = outcome === undefined && item.length > 1 && item.some(isSecret);
    return { item: isEither ? item.filter((atom) => isChosen([atom]) !== false) : item, isChosen: outcome };
  });
  const chosen = outcomes.filter((one) => one.isChosen !== false).map(({ item }) => item);
  const isCertain = isOmitted || outcomes.every((one) => one.isChosen !== undefined);
  return isCertain ? { isKnown: true, items: chosen } : { isKnown: false, any: join(...chosen) };
}

function isBoolean([atom, ...others]: Value): boolean {
  return atom?.kind === 'outside' && /^(?:Boolean|bool)$/.test(atom.path) && others.length === 0;
}

function truthOf(value: Value): boolean | undefined {
  const outcomes = new Set(value.map((atom) => (atom.kind === 'literal' ? Boolean(atom.value) : undefined)));
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

/** `executor.submit(function, …)`, `loop.call_later(delay, function, …)`, `Thread(target=…, args=…)`. */
export const callFirst: ApplyEffect = (run, call) => {
  const { passed, at } = call;
  const target = passed.find(({ name }) => name === 'target');
  if (target !== undefined) return run.call(target.value, threadArguments(passed), at);
  const name = nameOf(call);
  const isSecond = /^(?:run_in_executor|call_later|call_at)$/.test(name);
  const isDelayed = name === 'setTimeout' || name === 'setInterval';
  const [first, ...others] = isSecond ? passed.slice(1) : isDelayed ? passed.toSpliced(1, 1) : passed;
  return first === undefined ? unknown : run.call(first.value, others, at);
};

function threadArguments(passed: readonly PassedArgument[]): readonly PassedArgument[] {
  return passed.flatMap((one): readonly PassedArgument[] => {
    const { name: _, ...rest } = one;
    if (one.name === 'args') return [{ ...rest, spread: 'items' }];
    return one.name === 'kwargs' ? [{ ...rest, spread: 'entries' }] : [];
  });
}

/** `functools.partial(function, …)` */
export const partial: ApplyEffect = (_, { passed }) => {
  const [first, ...given] = passed;
  return first === undefined ? unknown : withGiven(first.value, given);
};

function withGiven(value: Value, given: readonly PassedArgument[]): Value {
  const atoms = value.map((atom): Atom => {
    if (atom.kind === 'function') return { ...atom, given: [...(atom.given ?? []), ...given] };
    if (given.length === 0) return atom;
    if (atom.kind === 'outside') return { ...atom, given: [...(atom.given ?? []), ...given] };
    return { kind: 'unknown' };
  });
  return atoms.length === 0 ? unknown : atoms;
}

/** `method.bind(object, …)` */
export const bind: ApplyEffect = (_, { receiver = unknown, passed }) => {
  const [first, ...given] = passed;
  return withGiven(boundTo(receiver, first?.value), given);
};

export const apply: ApplyEffect = (run, { receiver = unknown, passed, at }) => {
  const [first, list] = passed;
  return run.call(
    boundTo(receiver, first?.value),
    list === undefined ? [] : [{ ...list, spread: 'items' }],
    at,
  );
};

export const callThis: ApplyEffect = (run, { receiver = unknown, passed, at }) => {
  const [first, ...others] = passed;
  return run.call(boundTo(receiver, first?.value), others, at);
};

function boundTo(value: Value, object: Value | undefined): Value {
  const isNothing = object === undefined || onlyLiteral(object) !== undefined;
  if (isNothing) return value;
  return value.map((atom) =>
    atom.kind === 'function' && atom.receiver === undefined ? { ...atom, receiver: object } : atom,
  );
}

/** The result of a coroutine or promise is the value itself. */
export const runFirst: ApplyEffect = (run, call) => argument(argumentsOf(run, call), 0) ?? undefinedValue;

export const gather: ApplyEffect = (run, call) => {
  const { items, others } = argumentsOf(run, call);
  const isKnown = others.length === 0;
  return listOf(run, isKnown ? { isKnown, items } : { isKnown, any: join(...items, others) });
};

/** `lru_cache(function)` is the function, and `lru_cache(maxsize=None)` is a decorator of this kind. */
export const decorate: ApplyEffect = (_, call) => {
  if (nameOf(call) === 'wraps') return outside('functools.cache');
  const first = call.passed.find(({ name }) => name === undefined)?.value ?? nothing;
  // Such a class attribute receives no receiver.
  if (call.path === 'staticmethod')
    return first.map((atom) => (atom.kind === 'function' ? { ...atom, given: [] } : atom));
  return first.some(isDecorated) ? first : outside(call.path);
};

function isDecorated({ kind }: Atom): boolean {
  return kind === 'function' || kind === 'class';
}
